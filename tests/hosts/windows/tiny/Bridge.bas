Attribute VB_Name = "Bridge"
Option Explicit

' What an add-in does to reach Python: xlwings' DLL starts the server and hands out its COM object.
Private Declare PtrSafe Function LoadLibrary Lib "kernel32" Alias "LoadLibraryA" (ByVal Path As String) As LongPtr
Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "xlwings64-0.37.8.dll" (ByRef Result As Variant, Optional ByVal Config As String = "", Optional ByVal Mode As Long = 1) As Long

Public Function Server() As Object
    Dim Found As Variant
    If LoadLibrary(Environ("TINY_DLL")) = 0 Then Err.Raise 53, , "no DLL"
    If XLPyDLLActivateAuto(Found, Environ("TINY_COMMAND"), 1) <> 0 Then Err.Raise 1000, "xlwings", Found
    Set Server = Found
End Function

Private Function Called(Name As String, Arguments As Variant) As Variant
    On Error GoTo Failed
    Called = Server().CallUDF("tiny_server", Name, Arguments, Nothing, Nothing)
    Exit Function
Failed:
    Called = Err.Description
End Function

' An answer is a list that begins with a number, so that its second part comes as it is.
Public Function Echo(Optional Value As Variant) As Variant
    Dim Answer As Variant
    Dim Given As Variant
    If IsObject(Value) Then Given = Value.Value2 Else Given = Value
    Answer = Called("echo", Array(Given))
    If IsArray(Answer) Then Echo = Answer(1) Else Echo = Answer
End Function

' How the value looks to Python.
Public Function Seen(Optional Value As Variant) As Variant
    If IsObject(Value) Then
        Seen = Called("seen", Array(Value.Value2))
    Else
        Seen = Called("seen", Array(Value))
    End If
End Function

' One error for every blank cell, made by VBA's own CVErr.
Public Function BlanksAreMissing(Value As Range) As Variant
    Dim Cells As Variant, Row As Long, Column As Long
    Cells = Value.Value2
    For Row = 1 To UBound(Cells, 1)
        For Column = 1 To UBound(Cells, 2)
            If IsEmpty(Cells(Row, Column)) Then Cells(Row, Column) = CVErr(xlErrNA)
        Next
    Next
    BlanksAreMissing = Cells
End Function

Public Function WhereFrom() As Variant
    WhereFrom = Application.Caller.Address
End Function

' What Python gets of an object of Excel's, and what it makes Excel do with it.
Public Function GivenTo(Name As String, Thing As Object) As Variant
    Dim Py As Object
    Set Py = Server()
    GivenTo = Py.Str(Py.Call(Py.Module("tiny_server"), Name, Py.Tuple(Thing)))
End Function

' A ribbon's command on the workbook in front.
Public Function OnActiveWorkbook(Name As String) As Variant
    OnActiveWorkbook = GivenTo(Name, ActiveWorkbook)
End Function

Public Function Broken(Value As Variant) As Variant
    Broken = Called("fail", Array(Value))
End Function

Public Function Process() As Variant
    Process = Called("process", Array(1))
End Function
