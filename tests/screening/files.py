"""Small list files as their publishers write them, with invented bodies."""

from __future__ import annotations

NOTHING = "-0- "


def sdn_row(number: int, name: str, program: str = "DPRK3", kind: str = NOTHING,
            remarks: str = NOTHING) -> str:  # fmt: skip
    cells = [str(number), f'"{name}"', kind, f'"{program}"', *[NOTHING] * 7]
    return ",".join([*cells, f'"{remarks}"' if remarks != NOTHING else remarks]) + "\r\n"


def sdn(*rows: str) -> bytes:
    return ("".join(rows) + "\x1a\r\n").encode()


SMALL = sdn(
    sdn_row(1, "KOREA ZINC INDUSTRIAL GROUP", remarks="Target; Linked To: A MINISTRY."),
    sdn_row(2, "PUBLICHNOE AKTSIONERNOE OBSHCHESTVO MECHEL", "RUSSIA-EO14024"),
    sdn_row(3, "QUAY AND HARBOUR TRADING, LTD", "DPRK2] [DPRK3", remarks="a.k.a. 'QUAYCO'."),
    sdn_row(4, "KIM, Example", kind='"individual"'),
    sdn_row(5, "MECHEL", kind='"vessel"'),
)
ALT = b'1,71,"aka","KOREA ZINC INDUSTRY GROUP",-0- \r\n2,72,"fka","STEEL OF THE SOUTH",-0- \r\n\x1a'
ADD = b'1,81,"Street 1","Pyongyang","Korea, North",-0- \r\n\x1a'
CONS = (
    sdn_row(
        34736,
        "JOINT STOCK COMPANY RUSSIAN RAILWAYS",
        "RUSSIA-EO14024",
        remarks="Legal Entity Number 253400XX5U3XALBF5728; Equity Ticker 601186 CN; ISIN CNE10",
    )
    + "\x1a"
).encode()
# The remark overflows in the middle of the ISIN and goes on here.
CONS_COMMENTS = b'34736,"0000981; Listing Date 24 Feb 2022."\r\n\x1a'

UN = b"""<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:00.000Z"><INDIVIDUALS><INDIVIDUAL>
<DATAID>9</DATAID><FIRST_NAME>Example</FIRST_NAME><SECOND_NAME>Kim</SECOND_NAME>
<UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>KPi.001 </REFERENCE_NUMBER>
<INDIVIDUAL_ALIAS><ALIAS_NAME>Kim Example</ALIAS_NAME></INDIVIDUAL_ALIAS>
</INDIVIDUAL></INDIVIDUALS><ENTITIES><ENTITY><DATAID>10</DATAID>
<FIRST_NAME>AMROGGANG QUAY BANK</FIRST_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>
<REFERENCE_NUMBER>KPe.023 </REFERENCE_NUMBER><ENTITY_ALIAS><ALIAS_NAME>AQ Bank</ALIAS_NAME>
</ENTITY_ALIAS><ENTITY_ADDRESS><COUNTRY>Democratic People's Republic of Korea</COUNTRY>
</ENTITY_ADDRESS></ENTITY></ENTITIES></CONSOLIDATED_LIST>"""

EU_CSV = (
    "\ufefffileGenerationDate;Entity_LogicalId;Entity_SubjectType_ClassificationCode;"
    "Entity_Regulation_Programme;NameAlias_WholeName;Address_CountryIso2Code;Entity_Remark\r\n"
    '27/02/2026;7;E;PRK;"Harbour ""Star"" Works";KP;x\r\n'
    "27/02/2026;7;E;PRK;Star Works of the Harbour;00;x\r\n"
    '27/02/2026;8;P;PRK;"Kim "stray" Example;KP;x\r\n'
).encode()
EU_XML = b"""<export xmlns="http://eu.europa.ec/fpi/fsd/export"
 generationDate="2026-08-05T16:47:04.449+02:00"><sanctionEntity euReferenceNumber="EU.1.2"
 logicalId="7"><regulation programme="PRK"/><subjectType code="enterprise" classificationCode="E"/>
<nameAlias wholeName="Harbour Works"/><nameAlias wholeName="Star Works"/>
<address countryIso2Code="KP"/></sanctionEntity></export>"""
UK = (
    b"Report Date: 21-Nov-2025\r\n"
    b"Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name type,"
    b'"Individual, Entity, Ship",Regime Name,Address Country\r\n'
    b"04/08/2025,DPR0001,1,,HARBOUR WORKS,,,Primary Name,Entity,DPRK,North Korea\r\n"
    b"04/08/2025,DPR0001,1,,STAR WORKS,,,Alias,Entity,DPRK,North Korea\r\n"
    b"04/08/2025,DPR0002,2,,KIM,Example,,Primary Name,Individual,DPRK,\r\n"
)
_COLUMNS = (
    "caption", "lei", "perm_id", "isins", "ric", "countries", "sanctioned", "eo_14071", "public",
    "id", "url", "datasets", "risk_datasets", "aliases", "referents",
)  # fmt: skip


def security(**cells: str) -> str:
    return ",".join(f'"{cells.get(column, "")}"' for column in _COLUMNS) + "\n"


SECURITIES = (
    ",".join(_COLUMNS)
    + "\n"
    + security(
        caption="Harbour Works",
        lei="253400XX5U3XALBF5728",
        isins="RU0007661625;RU000A0JX0J2",
        countries="ru",
        sanctioned="t",
        eo_14071="f",
        id="NK-1",
        risk_datasets="us_ofac_sdn",
        aliases="Star Works;HW",
    )
    + security(
        caption="Only Ban Ltd", isins="US0378331005", sanctioned="f", eo_14071="t", id="NK-2"
    )
    + security(caption="Neither Ltd", isins="DE0005557508", sanctioned="f", eo_14071="f", id="NK-3")
).encode()
