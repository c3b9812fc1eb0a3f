@echo off
rem Runs Latchkey's command line, after building what is missing or stale. See "latchkey --help".
setlocal EnableExtensions DisableDelayedExpansion

set "ROOT=%~dp0"
if "%ROOT:~-1%"=="\" set "ROOT=%ROOT:~0,-1%"
set "LAUNCHER=%ROOT%\local\target\launcher"
set "JAR=%ROOT%\local\target\latchkey-local.jar"
set "LOG=%LAUNCHER%\build.log"

rem ------------------------------------------------------------------ Java

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
set "VERSION="
for /f tokens^=2^ delims^=^" %%v in ('""%JAVA%" -version 2^>^&1"') do if not defined VERSION set "VERSION=%%v"
if not defined VERSION goto :nojava
for /f "tokens=1,2 delims=.-+" %%a in ("%VERSION%") do (
    set "MAJOR=%%a"
    if "%%a"=="1" set "MAJOR=%%b"
)
if %MAJOR% LSS 17 goto :oldjava

rem ------------------------------------------------------------------ Build

if not exist "%JAR%" goto :build
if not exist "%LAUNCHER%\built" goto :build
powershell -NoProfile -Command "$built = (Get-Item -LiteralPath $env:LAUNCHER\built).LastWriteTimeUtc; $newer = Get-Item -LiteralPath $env:ROOT\pom.xml, $env:ROOT\docs\openapi.yaml; $newer = @($newer) + @(Get-ChildItem -LiteralPath $env:ROOT\.mvn, $env:ROOT\shared, $env:ROOT\functions, $env:ROOT\local -Recurse -File | Where-Object { $_.FullName -notmatch '\\target\\|\\src\\test\\' }); if ($newer | Where-Object { $_.LastWriteTimeUtc -gt $built }) { exit 1 }; exit 0"
if not errorlevel 1 goto :run

:build
if not exist "%LAUNCHER%" mkdir "%LAUNCHER%"
echo Building Latchkey; the first time this fetches libraries and takes a few minutes ... 1>&2
type nul > "%LAUNCHER%\begun"
pushd "%ROOT%"
call "%ROOT%\mvnw.cmd" --batch-mode -pl local -am -DskipTests -DskipShade=true package > "%LOG%" 2>&1
set "BUILT=%ERRORLEVEL%"
popd
if not "%BUILT%"=="0" goto :buildfailed
move /y "%LAUNCHER%\begun" "%LAUNCHER%\built" > nul

rem ------------------------------------------------------------------ Run

:run
"%JAVA%" -Xshare:auto -Dhttp.maxConnections=64 "-Dlatchkey.home=%ROOT%" -jar "%JAR%" %*
exit /b %ERRORLEVEL%

:nojava
echo latchkey: there is no Java. Latchkey needs a JDK 17 or newer: install one, or set JAVA_HOME to it. 1>&2
exit /b 2

:oldjava
echo latchkey: %JAVA% is Java %VERSION%. Latchkey needs a JDK 17 or newer: install one, or set JAVA_HOME to it. 1>&2
exit /b 2

:buildfailed
echo latchkey: the build failed. The end of its output (%LOG% has all of it): 1>&2
powershell -NoProfile -Command "Get-Content -LiteralPath $env:LOG -Tail 25 | ForEach-Object { '    ' + $_ }" 1>&2
echo latchkey: the first build needs the network, to fetch the libraries; later ones do not. 1>&2
exit /b 2
