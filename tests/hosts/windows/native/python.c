/* python.exe and pythonw.exe: what python.org's are, a call of Py_Main in the DLL beside them. */
#include <stdio.h>
#include <windows.h>

typedef int (*py_main_t)(int, wchar_t **);

int wmain(int argc, wchar_t **argv)
{
    HMODULE python = LoadLibraryW(L"python311.dll");
    py_main_t py_main = python ? (py_main_t)(void *)GetProcAddress(python, "Py_Main") : NULL;
    if (!py_main) {
        fprintf(stderr, "python311.dll cannot be loaded: error %lu\n", GetLastError());
        return 97;
    }
    return py_main(argc, argv);
}
