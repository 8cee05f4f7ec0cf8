"""Makes a Windows Python under Wine from apt and the package registry: `python -m tests.hosts.windows.setup`."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

from addin.hosts.excel.xlwings_files import XLWINGS
from tests.hosts.windows import wine
from tests.hosts.windows.project import install_project

#: python.org's own python311.dll (signed by the Python Software Foundation) and extension modules travel in this wheel.
PANDA3D = "panda3d==1.10.16"
PANDA3D_SHA256 = "37acfb92655c4226879f95c988e2ef1449a53c54486d6c1ebc00e2772429af82"
PYTHON_DLL_SHA256 = "0817a2a657a24c0d5fbb60df56960f42fc66b3039d522ec952dab83e2d869364"
#: numpy 2.2 and later crash under Wine 8.
PACKAGES = (
    "numpy==2.1.3",
    "pywin32==312",
    f"xlwings=={XLWINGS}",
    "pyopenvba==6.5.0",
    "lxml",
    "openpyxl==3.1.5",
    "et_xmlfile",
    "formualizer==0.13.0",
    "python-calamine",
)
COMMAND_LINE = ("typer>=0.29", "rich>=15")
"""What the command line stands on, with whatever these need."""
APT_PACKAGES = ("wine", "wine64", "gcc-mingw-w64-x86-64-win32")
COMPILER = "x86_64-w64-mingw32-gcc"
NATIVE = Path(__file__).parent / "native"
FOR_WINDOWS = ("--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp", "--only-binary=:all:")


def main() -> None:
    """Make what is missing and say where it is."""
    root = wine.folder()
    if not is_made(root):
        make(root)
    install_project(root)
    sys.stdout.write(f"Windows Python under Wine: {wine.python_home(root)}\n")


def is_made(root: Path) -> bool:
    """Whether the folder holds what this file describes, and the programs it needs are there."""
    stamp = root / "made"
    return stamp.is_file() and stamp.read_text() == _recipe() and shutil.which("wine") is not None


def make(root: Path) -> None:
    """Everything but the project itself, from nothing."""
    _install_programs()
    home = wine.python_home(root)
    for leftover in (home, root / "prefix"):
        shutil.rmtree(leftover, ignore_errors=True)
    (home / "DLLs").mkdir(parents=True)
    (root / "made").unlink(missing_ok=True)
    _unpack_interpreter(_download_interpreter(root / "downloads"), home)
    _copy_library(home / "Lib")
    _compile_programs(home)
    _install_packages(home)
    _make_prefix(root)
    _try_out(root)
    (root / "made").write_text(_recipe())


def _recipe() -> str:
    """Changes when anything that goes into the folder changes."""
    sources = [Path(__file__), Path(wine.__file__), *sorted(NATIVE.iterdir())]
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def _install_programs() -> None:
    if shutil.which("wine") and shutil.which(COMPILER):
        return
    _run("apt-get", "update", "-q")
    _run("apt-get", "install", "-y", "-q", "--no-install-recommends", *APT_PACKAGES)


def _download_interpreter(downloads: Path) -> Path:
    downloads.mkdir(parents=True, exist_ok=True)
    if not list(downloads.glob("panda3d-*.whl")):
        _pip("download", "--no-deps", *FOR_WINDOWS, "-d", str(downloads), PANDA3D)
    (wheel,) = downloads.glob("panda3d-*.whl")
    try:
        _check(wheel, PANDA3D_SHA256)
    except SystemExit:
        wheel.unlink()
        raise
    return wheel


def _check(file: Path, sha256: str) -> None:
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if found != sha256:
        raise SystemExit(f"{file.name} is not the file that was examined: SHA-256 {found}, expected {sha256}")


def _unpack_interpreter(wheel: Path, home: Path) -> None:
    """The DLLs and extension modules; Wine brings the C runtime, and nothing here draws windows."""
    left_out = ("api-ms", "vcruntime", "tcl86t", "tk86t", "_tkinter")
    wanted = ("python311", "libffi", "libcrypto", "libssl", "sqlite3")
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            file = PurePosixPath(name)
            if file.parent.name != "deploy_libs" or file.name.lower().startswith(left_out):
                continue
            if file.suffix == ".pyd" or file.name.startswith(wanted):
                target = home if file.name == "python311.dll" else home / "DLLs"
                (target / file.name).write_bytes(archive.read(name))
    _check(home / "python311.dll", PYTHON_DLL_SHA256)


def _copy_library(library: Path) -> None:
    """The standard library: the .py files of any CPython 3.11 are those of Windows."""
    asked = "import sysconfig; print(sysconfig.get_path('stdlib'))"
    own = subprocess.run([_python311(), "-c", asked], capture_output=True, text=True, check=True).stdout.strip()
    unused = ("site-packages", "dist-packages", "lib-dynload", "test", "tests", "idlelib", "turtledemo", "ensurepip")
    shutil.copytree(own, library, ignore=shutil.ignore_patterns(*unused, "__pycache__", "config-3.11*"))
    (library / "site-packages").mkdir()
    # Before 3.11.8 this one method lacks its decorator, and only Windows notices.
    metadata = library / "importlib" / "metadata" / "__init__.py"
    text = metadata.read_text()
    bare = r"(?<!@classmethod)\n    def invalidate_caches\(cls\)"
    metadata.write_text(re.sub(bare, "\n    @classmethod\n    def invalidate_caches(cls)", text))


def _compile_programs(home: Path) -> None:
    """python.exe, pythonw.exe, and the two DLLs that Rust's wheels miss under Wine 8."""
    source = str(NATIVE / "python.c")
    _run(COMPILER, "-municode", "-O2", "-s", "-o", str(home / "python.exe"), source)
    _run(COMPILER, "-municode", "-mwindows", "-O2", "-s", "-o", str(home / "pythonw.exe"), source)
    random_numbers = str(NATIVE / "bcryptprimitives.c")
    _run(COMPILER, "-shared", "-O2", "-s", "-o", str(home / "bcryptprimitives.dll"), random_numbers, "-ladvapi32")
    _compile_forwarder(home)


def _compile_forwarder(home: Path) -> None:
    """python3.dll, which modules of the stable ABI link to: it hands every name on to python311.dll."""
    listing = [COMPILER.replace("gcc", "objdump"), "-p", str(home / "python311.dll")]
    dump = subprocess.run(listing, capture_output=True, text=True, check=True).stdout
    names = sorted(set(re.findall(r"^\s+\[\s*\d+\].*\s(_?Py\w+)$", dump, re.MULTILINE)))
    definition = home / "python3.def"
    definition.write_text("LIBRARY python3\nEXPORTS\n" + "".join(f"  {name}=python311.{name}\n" for name in names))
    _run(COMPILER, "-shared", "-nostdlib", "-o", str(home / "python3.dll"), str(definition))


def _install_packages(home: Path) -> None:
    packages = home / "Lib" / "site-packages"
    _pip("install", "--no-deps", "--no-compile", "--target", str(packages), *FOR_WINDOWS, *PACKAGES)
    _pip("install", "--no-compile", "--target", str(packages), *FOR_WINDOWS, *COMMAND_LINE)
    for library in home.rglob("xlwings*-*.dll"):
        if library.parent != home:
            shutil.copy2(library, home)
    # Compiled here, not under Wine, where it takes a minute: the bytecode of 3.11 is the same.
    _run(_python311(), "-m", "compileall", "-q", "-j", "0", str(home / "Lib"), may_fail=True)


def _make_prefix(root: Path) -> None:
    environment = wine.environment(root)
    for step in (("wineboot", "-i"), ("wine", "winecfg", "-v", "win10")):
        subprocess.run(step, env=environment, stdin=subprocess.PIPE, capture_output=True, timeout=120, check=True)


def _try_out(root: Path) -> None:
    """A broken host must show here, not as a test that fails oddly."""
    modules = "pythoncom, xlwings, numpy, lxml.etree, openpyxl, formualizer, python_calamine, pyopenvba"
    done = wine.run(root, ["-c", f"import {modules}"])
    if done.returncode:
        raise SystemExit(f"the Windows Python in {root} does not work:\n{done.stdout}{done.stderr}")


def _python311() -> str:
    if sys.version_info[:2] == (3, 11):
        return sys.executable
    found = shutil.which("python3.11")
    if not found:
        raise SystemExit("a CPython 3.11 is needed for its standard library: put python3.11 on the PATH")
    return found


def _pip(*arguments: str) -> None:
    _run(sys.executable, "-m", "pip", arguments[0], "-q", *arguments[1:])


def _run(*command: str, may_fail: bool = False) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode and not may_fail:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    main()
