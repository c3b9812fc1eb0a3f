@echo off
rem Runs Latchkey's command line. See "latchkey --help".
setlocal EnableExtensions DisableDelayedExpansion

set "ROOT=%~dp0.."

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

if not defined LATCHKEY_HOME set "LATCHKEY_HOME=%USERPROFILE%"
set "COMPILER=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
if /i "%~1"=="import" set "COMPILER="
if /i "%~1"=="export" set "COMPILER="
java %COMPILER% "-Dlatchkey.home=%LATCHKEY_HOME%" -Dlatchkey.command=latchkey -cp "%ROOT%\lib\*" dev.latchkey.cli.Latchkey %*
exit /b %ERRORLEVEL%

:nojava
echo latchkey: there is no Java, or one older than 9. Latchkey needs Java 17 or newer: install one, or set JAVA_HOME to it. 1>&2
exit /b 2

:nojavahome
echo latchkey: JAVA_HOME is "%JAVA_HOME%", and there is no Java in it. Latchkey needs Java 17 or newer. 1>&2
exit /b 2

:oldjava
echo latchkey: this is Java %VERSION%. Latchkey needs Java 17 or newer: install one, or set JAVA_HOME to it. 1>&2
exit /b 2
