Attribute VB_Name = "Actions"
Option Explicit

Public Sub Clicked(Control As IRibbonControl)
    MsgBox Control.Id & "/" & Control.Tag, vbInformation, "Tiny"
End Sub

Public Sub ItemCount(Control As IRibbonControl, ByRef Count)
    Count = 3
End Sub

Public Sub ItemLabel(Control As IRibbonControl, Index As Integer, ByRef Label)
    Label = "Item " & Index
End Sub

Public Sub Ask()
    Dim Path As Variant
    Path = Application.GetOpenFilename("CSV,*.csv")
    If VarType(Path) = vbBoolean Then Exit Sub
    Application.StatusBar = "Reading " & Path
    MsgBox InputBox("Why?") & " " & Path
    Application.StatusBar = False
End Sub

Public Sub Describe()
    ThisWorkbook.IsAddin = False
    Application.MacroOptions Macro:="Echo", Description:="Gives back", Category:="Tiny", ArgumentDescriptions:=Array("what", "ever")
    ThisWorkbook.IsAddin = True
End Sub

Public Sub DescribeHidden()
    Application.MacroOptions Macro:="Echo", Description:="Gives back"
End Sub

Public Sub Relink()
    Dim Link As Variant
    For Each Link In ActiveWorkbook.LinkSources(xlExcelLinks)
        If Link <> ThisWorkbook.FullName Then ActiveWorkbook.ChangeLink Link, ThisWorkbook.FullName, xlExcelLinks
    Next
End Sub

Public Sub Recalculate()
    ActiveCell.Calculate
End Sub

Public Function Setting(Path As String, Name As String) As String
    Dim File As Integer, Text As String
    If Dir(Path) = "" Then Exit Function
    File = FreeFile
    Open Path For Input As #File
    Do Until EOF(File)
        Line Input #File, Text
        If Left$(Text, Len(Name) + 1) = Name & "=" Then Setting = Mid$(Text, Len(Name) + 2)
    Loop
    Close #File
End Function

Public Sub Hang()
    Do
    Loop
End Sub
