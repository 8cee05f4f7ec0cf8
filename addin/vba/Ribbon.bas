Attribute VB_Name = "Ribbon"
' What the buttons of the tab Centre ROI do. The work is Python's; a message box shows what it says.
Option Explicit

Private Const TITLE As String = "Centre ROI"
Private Const NO_WORKBOOK As String = "Open a workbook first, or start one with New."

Public Sub OnNew(control As IRibbonControl, id As String, index As Integer)
    Show RunCommand("new", Array(Application, id))
    If Not ActiveWorkbook Is Nothing Then Show Relink(ActiveWorkbook)
End Sub

Public Sub OnRefresh(control As IRibbonControl)
    RefreshFrom ""
End Sub

Public Sub OnRefreshFromFile(control As IRibbonControl)
    Dim Path As Variant
    Path = Application.GetOpenFilename("Rows (*.csv;*.txt;*.xlsx),*.csv;*.txt;*.xlsx", , "Count the rows of this file")
    If IsOfThisComputer(Path) Then RefreshFrom Path
End Sub

Private Sub RefreshFrom(ByVal Path As String)
    If ActiveWorkbook Is Nothing Then
        Show NO_WORKBOOK
        Exit Sub
    End If
    Show Relink(ActiveWorkbook)
    Show RunCommand("refresh", Array(ActiveWorkbook, Path))
End Sub

Public Sub OnCheck(control As IRibbonControl)
    ShowOfWorkbook "check"
End Sub

Public Sub OnCopyToSend(control As IRibbonControl)
    Dim Path As Variant
    If ActiveWorkbook Is Nothing Then
        Show NO_WORKBOOK
        Exit Sub
    End If
    Path = Application.GetSaveAsFilename(Suggested(ActiveWorkbook.Name), "Workbook (*.xlsx),*.xlsx", , _
        "Copy with values in place of formulas")
    If IsOfThisComputer(Path) Then Show RunCommand("copy_to_send", Array(ActiveWorkbook, Path))
End Sub

' Whether a file was chosen; one on a web server (SharePoint, OneDrive) is refused in words.
Private Function IsOfThisComputer(ByVal Path As Variant) As Boolean
    If VarType(Path) <> vbString Then Exit Function
    IsOfThisComputer = LCase$(Left$(Path, 4)) <> "http"
    If Not IsOfThisComputer Then Show "Choose a folder of this computer; " & Path & " lies on a web server."
End Function

Private Function Suggested(ByVal BookName As String) As String
    Dim Dot As Long
    Dot = InStrRev(BookName, ".")
    If Dot > 0 Then BookName = Left$(BookName, Dot - 1)
    Suggested = BookName & " - values.xlsx"
End Function

Public Sub OnExplain(control As IRibbonControl)
    Dim Cell As Range, Reason As String
    Set Cell = ActiveCell
    If Cell Is Nothing Then
        Show "Select the cell first."
        Exit Sub
    End If
    If IsError(Cell.Value) Then Reason = ReasonFor(Cell)
    If Reason <> "" Then
        Show Cell.Worksheet.Name & "!" & Cell.Address(False, False) & " shows " & ErrorText(Cell.Value) & vbCrLf & _
            vbCrLf & Reason
    Else
        Show RunCommand("explain", Array(Cell.Worksheet.Parent, Cell.Worksheet.Name, Cell.Address(False, False)))
    End If
End Sub

' As Excel writes it; the cell's own text is ### in a narrow column.
Private Function ErrorText(ByVal Shown As Variant) As String
    Select Case CLng(Shown)
        Case 2000: ErrorText = "#NULL!"
        Case 2007: ErrorText = "#DIV/0!"
        Case 2015: ErrorText = "#VALUE!"
        Case 2023: ErrorText = "#REF!"
        Case 2029: ErrorText = "#NAME?"
        Case 2036: ErrorText = "#NUM!"
        Case 2042: ErrorText = "#N/A"
        Case Else: ErrorText = "an error"
    End Select
End Function

Public Sub OnHelp(control As IRibbonControl)
    Show RunCommand("show_help", Array(Application))
End Sub

Public Sub OnAbout(control As IRibbonControl)
    Show RunCommand("about", Array(Application))
End Sub

Private Sub ShowOfWorkbook(ByVal CommandName As String)
    If ActiveWorkbook Is Nothing Then
        Show NO_WORKBOOK
    Else
        Show RunCommand(CommandName, Array(ActiveWorkbook))
    End If
End Sub

' Nothing to say, nothing to click away.
Private Sub Show(ByVal Text As String)
    If Text <> "" Then MsgBox Text, vbInformation, TITLE
End Sub
