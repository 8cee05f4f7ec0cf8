Attribute VB_Name = "Python"
' The one connection to the user's Python, through xlwings' library. Settings come from the user's own folder alone:
' no workbook, and no file beside one, is ever asked for a path.
Option Explicit
Option Private Module

#If Win64 Then
    Private Const LIBRARY As String = "DLL64"
    Private Declare PtrSafe Function Activate Lib "xlwings64-@XLWINGS@.dll" Alias "XLPyDLLActivateAuto" _
        (ByRef Result As Variant, ByVal Config As String, ByVal Mode As Long) As Long
#Else
    Private Const LIBRARY As String = "DLL32"
    Private Declare PtrSafe Function Activate Lib "xlwings32-@XLWINGS@.dll" Alias "XLPyDLLActivateAuto" _
        (ByRef Result As Variant, ByVal Config As String, ByVal Mode As Long) As Long
#End If
Private Declare PtrSafe Function LoadLibrary Lib "kernel32" Alias "LoadLibraryA" (ByVal Path As String) As LongPtr

Public Const NOT_CONNECTED As Long = vbObjectError + 513
Private Const START As Long = 1
Private Const FINISH As Long = -1
Private Const PATIENCE As Double = 30 / 86400 ' half a minute, in days
Private Const A_MOMENT As Double = 2 / 86400
Private Const MOST_DEAD As Long = 20

' The server's object, of xlwings' class XLPython; Nothing until Connect.
Public Connection As Object

Private Launched As String
Private Launches As Long
Private Failure As String
Private NotBefore As Date
Private LastRestart As Date

' Runs one of the ribbon's commands; answers its text.
Public Function RunCommand(ByVal CommandName As String, ByVal Given As Variant) As String
    Dim Py As Object, Mode As Long, Events As Boolean
    Failure = ""
    If Not Connection Is Nothing Then
        If Not IsAlive Then Disconnect
    End If
    On Error Resume Next
    If Connection Is Nothing Then Connect
    If Connection Is Nothing Then
        RunCommand = Err.Description
        Exit Function
    End If
    Set Py = Connection
    Application.EnableCancelKey = 0 ' xlDisabled: Esc would end the add-in's VBA in the middle of it
    Mode = Application.Calculation
    Events = Application.EnableEvents
    Err.Clear
    RunCommand = Py.Str(Py.Call(Py.Module("addin.hosts.excel.commands"), (CommandName), Py.TupleFromArray((Given))))
    If Err.Number = 0 Then Exit Function
    RunCommand = "This could not be done (" & Err.Description & "). Try again; the log in the folder .CentreROI of " & _
        "your user profile may say why."
    If Not IsAlive Then Disconnect
    ' What a command sets for its time, it can no longer set back.
    Application.Calculation = Mode
    Application.EnableEvents = Events
    Application.ScreenUpdating = True
    Application.StatusBar = False
End Function

' Ends the Python process; the next call starts another one.
Public Sub Disconnect()
    Dim Unused As Variant
    On Error Resume Next
    If Not Connection Is Nothing Then Activate Unused, Launched, FINISH
    Set Connection = Nothing
    Launches = Launches + 1
End Sub

' Whether a process that has ended, or was ended because it hung, is started again for the call that it left open.
Public Function MayRestart() As Boolean
    MayRestart = Now >= LastRestart + PATIENCE
    LastRestart = Now
    If Not MayRestart Then
        Failure = "it ended twice within half a minute"
        NotBefore = Now + PATIENCE
    End If
End Function

' A failed start is not tried again for a while: a sheet full of formulas would wait for each.
Public Sub Connect()
    If Failure = "" Or Now >= NotBefore Then
        Failure = ConnectFailed
        NotBefore = Now + PATIENCE
    End If
    If Failure <> "" Then
        Err.Raise NOT_CONNECTED, "Centre ROI", "Centre ROI cannot reach its Python (" & Failure & _
            "). Run in a command window: centre-roi doctor"
    End If
End Sub

' Empty, or what is in the way.
Private Function ConnectFailed() As String
    Dim Reply As Variant, Attempt As Long, Began As Date
    On Error GoTo Failed
    If LoadLibrary(Setting(LIBRARY)) = 0 Then
        ConnectFailed = "xlwings' library is not where it was installed: " & Setting(LIBRARY)
        Exit Function
    End If
    Began = Now
    For Attempt = 1 To MOST_DEAD
        Launched = CommandLine
        If Activate(Reply, Launched, START) = 0 Then
            Set Connection = Reply
            Exit Function
        End If
        ' The library keeps a connection that has died under its command line, and refuses it at once: the next one
        ' differs in its number.
        Launches = Launches + 1
        If Now > Began + A_MOMENT Then Exit For
    Next
    ConnectFailed = CStr(Reply)
    Exit Function
Failed:
    ConnectFailed = Err.Description
End Function

' The interpreter by its full path, without environment variables and without the current folder on its path.
Private Function CommandLine() As String
    CommandLine = """" & Setting("PYTHON") & """ -E -P -B -m addin.hosts.excel.server $(CLSID) " & Launches
End Function

Private Function IsAlive() As Boolean
    On Error GoTo Ended
    IsAlive = Connection.Str("") = ""
Ended:
End Function

Private Function Setting(ByVal SettingName As String) As String
    Dim Path As String, Number As Integer, Text As String
    Path = Environ("USERPROFILE") & "\.CentreROI\CentreROI.conf"
    Number = FreeFile
    On Error GoTo Missing
    Open Path For Input As #Number
    On Error GoTo 0
    Do Until EOF(Number)
        Line Input #Number, Text
        If Left$(Text, Len(SettingName) + 1) = SettingName & "=" Then Setting = Mid$(Text, Len(SettingName) + 2)
    Loop
    Close #Number
    If Setting = "" Then Err.Raise NOT_CONNECTED, "Centre ROI", Path & " has no line " & SettingName & "="
    Exit Function
Missing:
    Err.Raise NOT_CONNECTED, "Centre ROI", Path & " is missing: centre-roi install writes it"
End Function
