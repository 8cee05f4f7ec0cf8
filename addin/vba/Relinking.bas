Attribute VB_Name = "Relinking"
' A workbook that was saved on another machine names this add-in by its place there: its formulas are led here.
Option Explicit
Option Private Module

Private Const NAME_ERROR As Long = 2029 ' xlErrName
Private Const FORMULAS As Long = -4123 ' xlCellTypeFormulas
Private Const ERRORS As Long = 16 ' xlErrors
Private Const EXCEL_LINKS As Long = 1 ' xlExcelLinks, and xlLinkTypeExcelLinks

' Answers what could not be changed, in words; empty if all is well.
Public Function Relink(ByVal Book As Workbook) As String
    If Book Is ThisWorkbook Then Exit Function
    Relink = Relinked(Book) & Reentered(Book)
End Function

Private Function Relinked(ByVal Book As Workbook) As String
    Dim Links As Variant, Link As Variant
    On Error Resume Next
    Links = Book.LinkSources(EXCEL_LINKS)
    If Not IsArray(Links) Then Exit Function
    For Each Link In Links
        If IsOurs(Link) And LCase$(Link) <> LCase$(ThisWorkbook.FullName) Then
            Err.Clear
            Book.ChangeLink Link, ThisWorkbook.FullName, EXCEL_LINKS
            If Err.Number <> 0 Then Relinked = Relinked & "The link to " & Link & " could not be changed (" & Err.Description & _
                "): unprotect the workbook, then Data > Edit Links > Change Source." & vbCrLf
        End If
    Next
End Function

Private Function IsOurs(ByVal Link As String) As Boolean
    Dim Start As Long
    Start = InStrRev(Link, "\")
    If InStrRev(Link, "/") > Start Then Start = InStrRev(Link, "/")
    IsOurs = LCase$(Mid$(Link, Start + 1)) = LCase$(ThisWorkbook.Name)
End Function

' Formulas that were calculated while the add-in was away show #NAME? until they are entered again.
Private Function Reentered(ByVal Book As Workbook) As String
    Dim Sheet As Worksheet, Wrong As Range, Cell As Range, Remaining As Long
    For Each Sheet In Book.Worksheets
        Set Wrong = Nothing
        Remaining = 0
        On Error Resume Next
        Set Wrong = Sheet.UsedRange.SpecialCells(FORMULAS, ERRORS)
        On Error GoTo 0
        If Not Wrong Is Nothing Then
            For Each Cell In Wrong.Cells
                If CLng(Cell.Value) = NAME_ERROR Then
                    If NamesOurFunction(Cell.Formula) Then
                        If Not EnteredAgain(Cell) Then Remaining = Remaining + 1
                    End If
                End If
            Next
        End If
        If Remaining > 0 Then Reentered = Reentered & Remaining & " formulas on the sheet " & Sheet.Name & _
            " show #NAME? and could not be entered again: unprotect the sheet, then press Refresh." & vbCrLf
    Next
End Function

Private Function EnteredAgain(ByVal Cell As Range) As Boolean
    Dim Late As Object ' Excel before 2021 has no Formula2
    On Error Resume Next
    If Cell.HasArray Then
        Cell.CurrentArray.FormulaArray = Cell.CurrentArray.Cells(1, 1).Formula
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
