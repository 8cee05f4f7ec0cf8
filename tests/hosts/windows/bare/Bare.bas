Attribute VB_Name = "Bare"
' The least that a function in Python can be: VBA reads the cells, one COM call, the answer as it comes.
Option Explicit

Private Declare PtrSafe Function Start Lib "xlwings64-0.37.8.dll" Alias "XLPyDLLActivateAuto" _
    (ByRef Result As Variant, ByVal Config As String, ByVal Mode As Long) As Long
Private Server As Object, KeptConnection As Object, KeptServer As Object

Public Function BareCall(ByVal First As Variant, ByVal Second As Variant, ByVal Third As Variant) As Variant
    BareCall = Server.Answer(First.Value2, Second.Value2, Third.Value2)
End Function

Public Sub StartBare(ByVal CommandLine As String)
    Dim Reply As Variant
    If Start(Reply, CommandLine, 1) <> 0 Then Err.Raise 1000, , CStr(Reply)
    Set Server = Reply
End Sub

' Both servers replaced by one that answers at once: what remains is the time that VBA itself takes.
Public Sub AnswerAtOnce(ByVal StandIn As Object)
    Set KeptConnection = Connection
    Set KeptServer = Server
    Set Connection = StandIn
    Set Server = StandIn
End Sub

Public Sub AnswerThemselves()
    Set Connection = KeptConnection
    Set Server = KeptServer
End Sub

' Seconds for many calls, and the calls' own loop left out.
Public Function SecondsOf(ByVal Ours As Boolean, ByVal Calls As Long, ByVal Rows As Long) As Double
    Dim First As Range, Second As Range, Third As Range, Began As Double, Number As Long, Kept As Variant
    Set First = Range("A1").Resize(Rows)
    Set Second = Range("B1").Resize(Rows)
    Set Third = Range("C1").Resize(Rows)
    Began = Timer
    For Number = 1 To Calls
        If Ours Then Kept = CLV(First, Second, Third) Else Kept = BareCall(First, Second, Third)
    Next
    SecondsOf = Timer - Began
End Function
