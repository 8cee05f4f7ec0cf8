Attribute VB_Name = "Relinking"
' Formulas of a workbook are led to this add-in: one saved on another machine names the add-in by its place there, and
' one that no Excel has saved yet names it not at all.
Option Explicit
Option Private Module

Private Const NAME_ERROR As Long = 2029 ' xlErrName
Private Const FORMULAS As Long = -4123 ' xlCellTypeFormulas
Private Const EXCEL_LINKS As Long = 1 ' xlExcelLinks, and xlLinkTypeExcelLinks
Private Const MANUAL As Long = -4135 ' xlCalculationManual

' Answers what could not be changed, in words; empty if all is well.
Public Function Relink(ByVal Book As Workbook) As String
    Dim Mode As Long, Events As Boolean, Alerts As Boolean
    If Book Is ThisWorkbook Then Exit Function
    Mode = Application.Calculation
    Events = Application.EnableEvents
    Alerts = Application.DisplayAlerts
    On Error GoTo Failed
    Application.ScreenUpdating = False
    Application.EnableEvents = False
    Application.DisplayAlerts = False
    Application.Calculation = MANUAL ' or each formula that is entered would be calculated with all that follow from it
    Relink = Relinked(Book) & Reentered(Book)
Done:
    On Error Resume Next
    If Application.Calculation <> Mode Then Application.Calculation = Mode
    Application.DisplayAlerts = Alerts
    Application.EnableEvents = Events
    Application.ScreenUpdating = True
    Exit Function
Failed:
    Relink = "The formulas could not be led to this add-in: " & Err.Description & vbCrLf
    Resume Done
End Function

Private Function Relinked(ByVal Book As Workbook) As String
    Dim Link As Variant
    For Each Link In LinksOf(Book)
        If IsOurs(Link) And LCase$(Link) <> LCase$(ThisWorkbook.FullName) Then
            On Error Resume Next
            Book.ChangeLink Link, ThisWorkbook.FullName, EXCEL_LINKS
            If Err.Number <> 0 Then Relinked = Relinked & "The link to " & Link & " could not be changed (" & _
                Err.Description & "): unprotect the workbook, then Data, Workbook Links (or Edit Links)." & vbCrLf
            On Error GoTo 0
        End If
    Next
End Function

Private Function LinksOf(ByVal Book As Workbook) As Variant
    LinksOf = Array()
    On Error Resume Next
    If IsArray(Book.LinkSources(EXCEL_LINKS)) Then LinksOf = Book.LinkSources(EXCEL_LINKS)
End Function

Private Function IsOurs(ByVal Link As String) As Boolean
    Dim Start As Long
    Start = InStrRev(Link, "\")
    If InStrRev(Link, "/") > Start Then Start = InStrRev(Link, "/")
    IsOurs = LCase$(Mid$(Link, Start + 1)) = LCase$(ThisWorkbook.Name)
End Function

' A workbook with a link to us needs only what shows #NAME? entered again. In one without, every formula of ours is but
' a name that is not defined, and would show so when it is next calculated.
Private Function Reentered(ByVal Book As Workbook) As String
    Dim Link As Variant, Sheet As Worksheet, Cell As Range, Computed As Range, HasLink As Boolean, Remaining As Long
    For Each Link In LinksOf(Book)
        If IsOurs(Link) Then HasLink = True
    Next
    For Each Sheet In Book.Worksheets
        Set Computed = FormulaCells(Sheet)
        Remaining = 0
        If Not Computed Is Nothing Then
            For Each Cell In Computed.Cells
                If Not HasLink Or ShowsNameError(Cell) Then
                    If NamesOurFunction(Cell.Formula) And IsFirstOfArray(Cell) Then
                        If Not EnteredAgain(Cell) Then Remaining = Remaining + 1
                    End If
                End If
            Next
        End If
        If Remaining > 0 Then Reentered = Reentered & Remaining & " formulas on the sheet " & Sheet.Name & _
            " could not be led to this add-in: unprotect the sheet, or enter them again (F2, Enter)." & vbCrLf
    Next
End Function

Private Function FormulaCells(ByVal Sheet As Worksheet) As Range
    On Error Resume Next
    Set FormulaCells = Sheet.UsedRange.SpecialCells(FORMULAS)
    ' Excel picks out no cells of a protected sheet.
    If FormulaCells Is Nothing And Sheet.ProtectContents Then Set FormulaCells = Sheet.UsedRange
End Function

Private Function ShowsNameError(ByVal Cell As Range) As Boolean
    If IsError(Cell.Value) Then ShowsNameError = CLng(Cell.Value) = NAME_ERROR
End Function

Private Function IsFirstOfArray(ByVal Cell As Range) As Boolean
    IsFirstOfArray = True
    If Cell.HasArray Then IsFirstOfArray = Cell.Address = Cell.CurrentArray.Cells(1, 1).Address
End Function

Private Function EnteredAgain(ByVal Cell As Range) As Boolean
    Dim Late As Object ' Excel before 2021 has no Formula2
    On Error Resume Next
    If Cell.HasArray Then
        Cell.CurrentArray.FormulaArray = Cell.Formula
    Else
        Set Late = Cell
        Late.Formula2 = Late.Formula2
        If Err.Number = 438 Then
            Err.Clear
            Cell.Formula = Cell.Formula
        End If
    End If
    EnteredAgain = Err.Number = 0
End Function
