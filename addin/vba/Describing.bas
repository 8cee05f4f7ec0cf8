Attribute VB_Name = "Describing"
' What the function wizard says of each function, from the sheet that argument tooltips are read from too.
Option Explicit
Option Private Module

Private Const CATEGORY As String = "Centre ROI"
Private Const FIRST_ARGUMENT As Long = 4 ' name, help, and a column left for a help topic come before

' Row 1 says what the sheet is; then one row a function: name, description, topic, and name and help of each argument.
Private Function Described() As Variant
    Described = ThisWorkbook.Worksheets("_IntelliSense_").UsedRange.Value2
End Function

Public Sub DescribeFunctions()
    Dim Table As Variant, Row As Long
    On Error GoTo Failed
    Table = Described
    Application.ScreenUpdating = False
    ThisWorkbook.IsAddin = False ' Excel describes no function of a hidden workbook
    For Row = 2 To UBound(Table, 1)
        Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & Table(Row, 1), Description:=Table(Row, 2), _
            Category:=CATEGORY, ArgumentDescriptions:=HelpOfArguments(Table, Row)
    Next
Finish:
    On Error Resume Next
    ThisWorkbook.IsAddin = True
    ThisWorkbook.Saved = True
    Application.ScreenUpdating = True
    Exit Sub
Failed:
    Resume Finish ' the wizard then has the descriptions alone, which the functions bring along
End Sub

Private Function HelpOfArguments(ByVal Table As Variant, ByVal Row As Long) As Variant
    Dim Helps() As String, Column As Long, Count As Long
    For Column = FIRST_ARGUMENT To UBound(Table, 2) - 1 Step 2
        If Table(Row, Column) <> "" Then
            Count = Count + 1
            ReDim Preserve Helps(1 To Count)
            Helps(Count) = Table(Row, Column + 1)
        End If
    Next
    HelpOfArguments = Helps
End Function

Public Function NamesOurFunction(ByVal Formula As String) As Boolean
    Static Table As Variant
    Dim Row As Long
    If Left$(Formula, 1) <> "=" Then Exit Function
    If IsEmpty(Table) Then Table = Described
    For Row = 2 To UBound(Table, 1)
        If InStr(1, Formula, Table(Row, 1) & "(", vbTextCompare) > 0 Then
            NamesOurFunction = True
            Exit Function
        End If
    Next
End Function
