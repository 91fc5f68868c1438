# Sign every program and library in a folder when a certificate is given; else say so and go on.
param([Parameter(Mandatory)][string]$Folder)
$ErrorActionPreference = 'Stop'
if (-not $env:SIGNING_PFX) { Write-Output 'No certificate: the files stay unsigned.'; exit 0 }
$pfx = Join-Path $env:RUNNER_TEMP 'signing.pfx'
[IO.File]::WriteAllBytes($pfx, [Convert]::FromBase64String($env:SIGNING_PFX))
try {
    $tool = Get-ChildItem "${env:ProgramFiles(x86)}\Windows Kits\10\bin\*\x64\signtool.exe" |
        Sort-Object FullName | Select-Object -Last 1
    $own = Get-ChildItem $Folder -Recurse -Include *.exe, *.dll, *.pyd |
        Where-Object { (Get-AuthenticodeSignature $_).Status -eq 'NotSigned' }
    foreach ($file in $own) {
        & $tool.FullName sign /fd SHA256 /f $pfx /p $env:SIGNING_PASSWORD `
            /tr 'http://timestamp.digicert.com' /td SHA256 $file.FullName
        if ($LASTEXITCODE -ne 0) { throw "signtool failed on $($file.Name)" }
    }
} finally { Remove-Item $pfx }
