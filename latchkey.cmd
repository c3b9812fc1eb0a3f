@echo off
rem Runs Latchkey's command line, after building what is missing or stale. See "latchkey --help".
setlocal EnableExtensions DisableDelayedExpansion

set "ROOT=%~dp0"
if "%ROOT:~-1%"=="\" set "ROOT=%ROOT:~0,-1%"
set "LAUNCHER=%ROOT%\local\target\launcher"
set "JAR=%ROOT%\local\target\latchkey-local.jar"
set "LOG=%LAUNCHER%\build.log"

rem ------------------------------------------------------------------ Java

rem By the path, so that no quotes are needed where cmd.exe has rules of its own for them.
if not defined JAVA_HOME goto :findjava
if not exist "%JAVA_HOME%\bin\java.exe" goto :nojavahome
set "PATH=%JAVA_HOME%\bin;%PATH%"

:findjava
set "VERSION="
for /f "tokens=2" %%v in ('java --version 2^>nul') do if not defined VERSION set "VERSION=%%v"
if not defined VERSION goto :nojava
for /f "tokens=1 delims=.-+" %%a in ("%VERSION%") do set "MAJOR=%%a"
if %MAJOR% LSS 17 goto :oldjava

rem ------------------------------------------------------------------ Build

if not exist "%JAR%" goto :build
if not exist "%LAUNCHER%\built" goto :build
rem Sources that are newer than the last build; a folder of sources is newer when a file in it was removed.
powershell -NoProfile -Command "$built = (Get-Item -LiteralPath $env:LAUNCHER\built).LastWriteTimeUtc; $roots = '.mvn', 'sam-template', 'emulator', 'http-client', 'domain', 'json', 'edge', 'pages', 'passwords', 'dynamodb', 'operator', 'functions', 'cli', 'local' | ForEach-Object { Join-Path $env:ROOT $_ }; $files = @(Get-Item -LiteralPath $env:ROOT\pom.xml, $env:ROOT\docs\openapi.yaml) + @(Get-ChildItem -LiteralPath $roots -Recurse | Where-Object { $_.FullName -notmatch '\\target(\\|$)|\\src\\test(\\|$)' -and (-not $_.PSIsContainer -or $_.FullName -match '\\src\\main') }); if ($files | Where-Object { $_.LastWriteTimeUtc -gt $built }) { exit 1 }; exit 0"
if not errorlevel 1 goto :run

:build
where /q javac
if errorlevel 1 goto :nocompiler
if not exist "%LAUNCHER%" mkdir "%LAUNCHER%"
if not exist "%LAUNCHER%" goto :notwritable
echo Building Latchkey; the first time takes minutes, as it fetches libraries ... 1>&2
type nul > "%LAUNCHER%\begun"
rem Maven adds to it, and the command line takes every jar that is there.
if exist "%ROOT%\cli\target\archive" rmdir /s /q "%ROOT%\cli\target\archive"
pushd "%ROOT%"
call "%ROOT%\mvnw.cmd" --batch-mode -pl local -am -Dmaven.test.skip -DskipShade package > "%LOG%" 2>&1
set "BUILT=%ERRORLEVEL%"
popd
if not "%BUILT%"=="0" goto :buildfailed
move /y "%LAUNCHER%\begun" "%LAUNCHER%\built" > nul

rem ------------------------------------------------------------------ Run

:run
java -Xshare:auto "-Dlatchkey.home=%ROOT%" -jar "%JAR%" %*
exit /b %ERRORLEVEL%

:nojava
echo latchkey: there is no Java, or one older than 9. Latchkey needs a JDK 17 or newer: install one, or set JAVA_HOME to it. 1>&2
exit /b 2

:nojavahome
echo latchkey: JAVA_HOME is "%JAVA_HOME%", and there is no Java in it. Latchkey needs a JDK 17 or newer. 1>&2
exit /b 2

:oldjava
echo latchkey: this is Java %VERSION%. Latchkey needs a JDK 17 or newer: install one, or set JAVA_HOME to it. 1>&2
exit /b 2

:nocompiler
echo latchkey: there is no compiler, javac: this is a JRE. Latchkey needs a JDK 17 or newer to build itself. 1>&2
exit /b 2

:notwritable
echo latchkey: cannot write to "%LAUNCHER%", where the build goes. 1>&2
exit /b 2

:buildfailed
echo latchkey: the build failed. The end of its output ("%LOG%" has all of it): 1>&2
powershell -NoProfile -Command "Get-Content -LiteralPath $env:LOG -Tail 25 | ForEach-Object { '    ' + $_ }" 1>&2
echo latchkey: the first build needs the network, to fetch the libraries; later ones do not. 1>&2
exit /b 2
