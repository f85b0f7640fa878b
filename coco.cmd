@echo off
rem The Windows twin of the script `coco`: finds a JDK, builds when there is no build, runs. `coco help` says how.
rem It is not run in CI. Unlike its twin it does not look for newer sources: after a change say `coco build`.
setlocal EnableDelayedExpansion
set "ROOT=%~dp0"
set "ROOT=%ROOT:~0,-1%"
set "JAVA_MIN=25"
set "OPTIONS=%ROOT%\node\jvm.options"
set "COMMAND=%~1"
if "%COMMAND%"=="" set "COMMAND=help"
if "%COMMAND%"=="help" goto help
if "%COMMAND%"=="--help" goto help

call :find_java
if errorlevel 1 exit /b 2
set "JAVA=%JAVA_HOME%\bin\java.exe"

rem What stands after the command, as typed.
set "ARGUMENTS="
for /f "tokens=1,*" %%a in ("%*") do set "ARGUMENTS=%%b"

if "%COMMAND%"=="build" goto build_only
if "%COMMAND%"=="test" goto test
if "%COMMAND%"=="faults" goto faults
if "%COMMAND%"=="version" goto version
if "%COMMAND%"=="sim" (set "ROOM=sim" & set "MAIN=coco.sim.Main") & goto run
if "%COMMAND%"=="bench" (set "ROOM=bench" & set "MAIN=coco.bench.load.Main") & goto run
if "%COMMAND%"=="conformance" (set "ROOM=conformance" & set "MAIN=coco.conformance.Main") & goto run
if "%COMMAND%"=="node" (set "ROOM=node" & set "MAIN=coco.node.Main") & goto run
if "%COMMAND%"=="sandbox" (set "ROOM=node" & set "MAIN=coco.node.Main" & set "ARGUMENTS=%*") & goto run
set "ROOM=client"
set "MAIN=coco.client.Main"
set "ARGUMENTS=%*"

:run
if exist "%ROOT%\pom.xml" if not exist "%ROOT%\%ROOM%\src\main" (
  echo coco: "%COMMAND%" is not in this tree: it needs the room %ROOM%, which is not written yet. 1>&2
  exit /b 2
)
set "LIB=%ROOT%\lib"
if exist "%ROOT%\pom.xml" (
  set "LIB=%ROOT%\build\lib"
  if not exist "%ROOT%\build\stamp" (
    call :build
    if errorlevel 1 exit /b 1
  )
)
set "CLASS_PATH="
for /f "delims=" %%j in ('dir /b /on "%LIB%\*.jar"') do set "CLASS_PATH=!CLASS_PATH!%LIB%\%%j;"
rem These are no part of the product: their jars are not in build\lib.
if not "%ROOM%"=="node" if not "%ROOM%"=="client" (
  for %%t in (sim bench conformance) do for %%j in ("%ROOT%\%%t\target\coco-%%t-*.jar") do set "CLASS_PATH=%%~fj;!CLASS_PATH!"
  for %%j in ("%ROOT%\conformance\target\lib\*.jar") do set "CLASS_PATH=!CLASS_PATH!;%%~fj"
)
"%JAVA%" "@%OPTIONS%" %COCO_JAVA_OPTS% "-Dcoco.home=%ROOT%" -cp "!CLASS_PATH!" %MAIN% %ARGUMENTS%
exit /b %ERRORLEVEL%

:test
cd /d "%ROOT%"
set "COCO_MVN=mvn.cmd"
"%JAVA%" house\src\main\java\coco\house\Stages.java %ARGUMENTS%
exit /b %ERRORLEVEL%

:faults
cd /d "%ROOT%"
call mvn -q -B -Dspotless.check.skip=true test-compile dependency:build-classpath ^
  -Dmdep.outputFile=target/test.classpath -Dmdep.skip=false
if errorlevel 1 exit /b 1
set /p TEST_PATH=<house\target\test.classpath
"%JAVA%" -cp "%ROOT%\house\target\classes;%TEST_PATH%" coco.house.Faults %ARGUMENTS%
exit /b %ERRORLEVEL%

:version
"%JAVA%" -version
if exist "%ROOT%\build\measurement.txt" type "%ROOT%\build\measurement.txt"
exit /b 0

:build_only
call :build
exit /b %ERRORLEVEL%

:build
cd /d "%ROOT%"
if exist build\lib rmdir /s /q build\lib
mkdir build\lib
call mvn -q -B -DskipTests package dependency:copy-dependencies -DincludeScope=runtime "-DoutputDirectory=%ROOT%\build\lib"
if errorlevel 1 exit /b 1
for /d %%m in (*) do if exist "%%m\pom.xml" (
  findstr /c:"<mdep.skip>true" "%%m\pom.xml" >nul || copy /y "%%m\target\coco-*.jar" build\lib\ >nul
)
"%JAVA%" -cp "build\lib\*;house\target\classes" coco.house.Measure build\lib "%JAVA_HOME%" coco.cmd "%OPTIONS%" build
if errorlevel 1 exit /b 1
echo built> build\stamp
exit /b 0

:find_java
call :is_jdk "%JAVA_HOME%" && exit /b 0
for /f "tokens=1,* delims==" %%a in ('java -XshowSettings:properties -version 2^>^&1 ^| findstr /c:"java.home"') do (
  for /f "tokens=*" %%h in ("%%b") do call :is_jdk "%%h" && (set "JAVA_HOME=%%h" & exit /b 0)
)
for /d %%h in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\jdk-*" "%USERPROFILE%\.jdks\*") do (
  call :is_jdk "%%~h" && (set "JAVA_HOME=%%~h" & exit /b 0)
)
echo coco: needs a JDK, version %JAVA_MIN% or newer, and found none. 1>&2
echo   winget install EclipseAdoptium.Temurin.%JAVA_MIN%.JDK, or set JAVA_HOME to where one is. 1>&2
exit /b 1

:is_jdk
if "%~1"=="" exit /b 1
if not exist "%~1\bin\java.exe" exit /b 1
if not exist "%~1\release" exit /b 1
for /f "tokens=2 delims==." %%v in ('findstr /b "JAVA_VERSION=" "%~1\release"') do (
  set "MAJOR=%%~v"
  set "MAJOR=!MAJOR:"=!"
  if !MAJOR! GEQ %JAVA_MIN% exit /b 0
)
exit /b 1

:help
echo Coco: a confidential consortium ledger
echo.
echo   coco sandbox          a network of three nodes on this machine, to try things
echo   coco replay FILES     real blocks of the Ethereum main network through consensus
echo   coco test [--all]     the tests of the tree, at most 10 (50) minutes
echo   coco node ...         one node
echo   coco bench ...        load and measurements
echo   coco conformance ...  the virtual machine beside others: their test suites, and fuzzing
echo   coco sim [SEED]       the seeded simulator
echo   coco faults [FILE^|ID] plant the listed faults one by one
echo   coco build            build into build\lib; prints the code measurement
echo   coco version          code measurement, Java
exit /b 0
