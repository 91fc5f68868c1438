; Set-up for one user, without administrator rights. Called by pack.py with VERSION, APP, OUT, ICONS.
Unicode true
!ifdef X64
Target amd64-unicode
!endif
!define NAME "Corridor Desktop"
!define ID "io.github.corridor_desktop.Corridor"
!define GONE "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define CLASSES "Software\Classes"
Name "${NAME}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Corridor Desktop"
InstallDirRegKey HKCU "${GONE}" "InstallLocation"
RequestExecutionLevel user
SetCompressor /SOLID lzma
Icon "${ICONS}/corridor.ico"
UninstallIcon "${ICONS}/corridor.ico"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${NAME} set-up"
VIAddVersionKey "LegalCopyright" "MIT licence"

!include MUI2.nsh
!define MUI_FINISHPAGE_RUN "$INSTDIR\Corridor.exe"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Korean"
!insertmacro MUI_LANGUAGE "German"
!insertmacro MUI_LANGUAGE "Turkish"
!insertmacro MUI_LANGUAGE "Arabic"

!macro TellShell
  System::Call 'shell32::SHChangeNotify(i 0x8000000, i 0, p 0, p 0)'
!macroend

Section "Install"
  ; An earlier version's files go first, so that none of them is left to be loaded.
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${APP}/*"
  File "/oname=corridor-document.ico" "${ICONS}/corridor-document.ico"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\Corridor.exe"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  WriteRegStr HKCU "${CLASSES}\.corridor" "" "Corridor.Portfolio"
  WriteRegStr HKCU "${CLASSES}\.corridor\OpenWithProgids" "Corridor.Portfolio" ""
  WriteRegStr HKCU "${CLASSES}\Corridor.Portfolio" "" "Corridor portfolio"
  WriteRegStr HKCU "${CLASSES}\Corridor.Portfolio\DefaultIcon" "" "$INSTDIR\corridor-document.ico"
  WriteRegStr HKCU "${CLASSES}\Corridor.Portfolio\shell\open\command" "" '"$INSTDIR\Corridor.exe" "%1"'
  ; "Open with" for tables: offered, never taken.
  WriteRegStr HKCU "${CLASSES}\Corridor.Table" "" "Table of a broker"
  WriteRegStr HKCU "${CLASSES}\Corridor.Table\shell\open\command" "" '"$INSTDIR\Corridor.exe" "%1"'
  WriteRegStr HKCU "${CLASSES}\.csv\OpenWithProgids" "Corridor.Table" ""
  WriteRegStr HKCU "${CLASSES}\Applications\Corridor.exe" "FriendlyAppName" "${NAME}"
  WriteRegStr HKCU "${CLASSES}\Applications\Corridor.exe\shell\open\command" "" '"$INSTDIR\Corridor.exe" "%1"'
  WriteRegStr HKCU "${CLASSES}\Applications\Corridor.exe\SupportedTypes" ".corridor" ""
  WriteRegStr HKCU "${CLASSES}\Applications\Corridor.exe\SupportedTypes" ".csv" ""

  WriteRegStr HKCU "${GONE}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${GONE}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${GONE}" "DisplayIcon" "$INSTDIR\Corridor.exe"
  WriteRegStr HKCU "${GONE}" "Publisher" "Corridor Desktop"
  WriteRegStr HKCU "${GONE}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${GONE}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${GONE}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${GONE}" "NoModify" 1
  WriteRegDWORD HKCU "${GONE}" "NoRepair" 1
  !insertmacro TellShell
SectionEnd

; Portfolios, settings and logs of the user stay: they are not the program's to delete.
Section "Uninstall"
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\Corridor.exe"
  Delete "$INSTDIR\corridor-desktop.exe"
  Delete "$INSTDIR\corridor-document.ico"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegValue HKCU "${CLASSES}\.corridor\OpenWithProgids" "Corridor.Portfolio"
  DeleteRegValue HKCU "${CLASSES}\.csv\OpenWithProgids" "Corridor.Table"
  ReadRegStr $0 HKCU "${CLASSES}\.corridor" ""
  StrCmp $0 "Corridor.Portfolio" 0 other
  DeleteRegKey HKCU "${CLASSES}\.corridor"
  other:
  DeleteRegKey HKCU "${CLASSES}\Corridor.Portfolio"
  DeleteRegKey HKCU "${CLASSES}\Corridor.Table"
  DeleteRegKey HKCU "${CLASSES}\Applications\Corridor.exe"
  DeleteRegKey HKCU "${GONE}"
  !insertmacro TellShell
SectionEnd
