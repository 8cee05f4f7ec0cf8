Attribute VB_Name = "Calling"
' One call of a function: cells in, one COM call, error answers made true errors, their reasons kept for Explain.
Option Explicit
Option Private Module

Private Const FUNCTIONS As String = "addin.hosts.excel.functions"
Private Const NO_ANSWER As Long = 2015 ' xlErrValue
Private Const MOST_KEPT As Long = 20000
Private Const WHOLE_COLUMN As Long = 1048576
Private Const SEVERAL_RANGES As Long = vbObjectError + 514

' By the address of a formula's first cell: its row, its column, and the errors of its last answer.
Private Kept As Collection
Private Explaining As Boolean

' What every wrapper calls. An argument is a Range, a value, an array, or missing.
Public Function Answer(ByVal FunctionName As String, ParamArray Arguments() As Variant) As Variant
    Dim Given() As Variant, Argument As Variant, Position As Long, Size As Double, Reply As Variant, Problem As String
    On Error GoTo Failed
    ReDim Given(0 To UBound(Arguments))
    For Each Argument In Arguments
        If Not IsObject(Argument) Then
            Given(Position) = Argument
        Else
            Size = Argument.CountLarge
            If Size = 1 Then
                Given(Position) = Argument.Value2
            ElseIf Size < WHOLE_COLUMN And Argument.Areas.Count = 1 Then
                Given(Position) = Argument.Value2
            Else
                Given(Position) = CellsOf(Argument)
            End If
        End If
        Position = Position + 1
    Next
Ask:
    If Connection Is Nothing Then Connect
    ' In brackets, or the arguments would travel back as well.
    Reply = Connection.CallUDF(FUNCTIONS, (FunctionName), (Given))
    If Not IsArray(Reply) Then
        Answer = Reply
    ElseIf Reply(0) = 0 Then
        Answer = Reply(1)
    Else
        Answer = WithErrors(Reply)
    End If
    Exit Function
Failed:
    If Position <= UBound(Arguments) Then
        Answer = Refused(FunctionName & ": argument " & (Position + 1) & " " & Err.Description)
    ElseIf Err.Number = NOT_CONNECTED Or Not IsEmpty(Reply) Then
        Answer = Refused(FunctionName & ": " & Err.Description)
    Else
        Problem = Err.Description
        Disconnect
        If MayRestart Then Resume Ask ' the call is made again
        Answer = Refused(FunctionName & ": Python ended while it computed (" & Problem & ")")
    End If
End Function

' What is more than a block of cells: several are refused, and a column is read as far as its sheet is filled.
Private Function CellsOf(ByVal Cells As Range) As Variant
    Dim Used As Range
    If Cells.Areas.Count > 1 Then
        Err.Raise SEVERAL_RANGES, "Centre ROI", "must be one range; got several (use neighbouring cells)"
    End If
    If Cells.Rows.Count = Cells.Worksheet.Rows.Count Then
        Set Used = Cells.Worksheet.UsedRange
        CellsOf = Cells.Resize(Used.Row + Used.Rows.Count - 1).Value2
    Else
        CellsOf = Cells.Value2
    End If
End Function

' A reply: the number of errors, the cells, and for each error its row, column, number and reason.
Private Function WithErrors(ByRef Reply As Variant) As Variant
    Dim Cells As Variant, Errors As Variant, Position As Long, HasReasons As Boolean
    Cells = Reply(1)
    Errors = Reply(2)
    For Position = 0 To UBound(Errors, 1)
        Cells(Errors(Position, 0), Errors(Position, 1)) = CVErr(Errors(Position, 2))
        If Errors(Position, 3) <> "" Then HasReasons = True
    Next
    If HasReasons Then Keep Errors
    If UBound(Cells, 1) = 0 And UBound(Cells, 2) = 0 Then WithErrors = Cells(0, 0) Else WithErrors = Cells
End Function

Private Function Refused(ByVal Problem As String) As Variant
    Dim Errors(0 To 0, 0 To 3) As Variant
    Errors(0, 0) = 0
    Errors(0, 1) = 0
    Errors(0, 2) = NO_ANSWER
    Errors(0, 3) = Problem
    Keep Errors
    Refused = CVErr(NO_ANSWER)
End Function

Private Sub Keep(ByVal Errors As Variant)
    Dim Caller As Variant, Address As String
    On Error Resume Next
    If TypeName(Application.Caller) <> "Range" Then Exit Sub
    Set Caller = Application.Caller
    Address = Caller.Cells(1, 1).Address(External:=True)
    If Kept Is Nothing Then Set Kept = New Collection
    If Kept.Count >= MOST_KEPT Then Set Kept = New Collection
    ' Of several refusals in one formula the first is the reason; Add changes nothing where there is one.
    If Not Explaining Then Kept.Remove Address
    Kept.Add Array(Caller.Row, Caller.Column, Errors), Address
End Sub

' Why our functions left an error in this cell; empty if they did not. The formula is calculated once more, so that
' the reason is that of now.
Public Function ReasonFor(ByVal Cell As Range) As String
    Dim Formula As Range, Address As String, Entry As Variant
    Set Formula = FormulaOf(Cell)
    Address = Formula.Cells(1, 1).Address(External:=True)
    On Error Resume Next
    If Not Kept Is Nothing Then Kept.Remove Address
    Explaining = True
    Formula.Calculate
    Explaining = False
    If Kept Is Nothing Or Not IsError(Cell.Value) Then Exit Function
    Entry = Kept(Address)
    If IsArray(Entry) Then
        ReasonFor = ReasonAmong(Entry(2), Cell.Row - Entry(0), Cell.Column - Entry(1), CLng(Cell.Value))
    End If
End Function

' The cell's own reason, or the first with the same error where the formula computes on with the table.
Private Function ReasonAmong(ByVal Errors As Variant, ByVal Row As Long, ByVal Column As Long, ByVal Shown As Long) _
        As String
    Dim Position As Long
    For Position = 0 To UBound(Errors, 1)
        If Errors(Position, 2) = Shown And Errors(Position, 3) <> "" Then
            If ReasonAmong = "" Then ReasonAmong = Errors(Position, 3)
            If Errors(Position, 0) = Row And Errors(Position, 1) = Column Then
                ReasonAmong = Errors(Position, 3)
                Exit Function
            End If
        End If
    Next
End Function

' All cells of the formula that fills this one: an array formula's range, or the cell that spills here.
Private Function FormulaOf(ByVal Cell As Range) As Range
    Dim Late As Object ' Excel before 2021 knows no spilling
    Set FormulaOf = Cell
    On Error Resume Next
    If Cell.HasArray Then
        Set FormulaOf = Cell.CurrentArray
    Else
        Set Late = Cell
        If Late.HasSpill Then Set FormulaOf = Late.SpillParent
    End If
End Function
