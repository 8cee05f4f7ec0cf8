"""Names of months and weekdays in the common languages of Europe and the Americas, from Unicode's CLDR.

English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Swedish, Danish, Norwegian, Finnish, Czech,
Russian, Turkish, Hungarian, Romanian, Greek, Ukrainian, Indonesian; without accents too. Chinese, Japanese and Korean
dates have numbers for their months.
"""

from __future__ import annotations

from typing import Final

_MONTH_NAMES: Final = """
1: ene enero gen gennaio ian ianuarie jan janeiro januar januari january január janv janvier jän jänner led
leden ledna oca ocak sty styczen styczeń stycznia tammi tammikuu tammikuuta ιαν ιανουάριοσ ιανουαρίου
ιανουαριοσ ιανουαριου січ січень січня янв январь января
2: feb febbraio feber febr febrero februar februari februarie february február fev fevereiro fevr fevrier févr
février helmi helmikuu helmikuuta lut lutego luty sub subat uno unor unora úno únor února şub şubat φεβ
φεβρουάριοσ φεβρουαρίου φεβρουαριοσ φεβρουαριου лют лютии лютий лютого февр февраль февраля
3: bre brezen brezna bře březen března maalis maaliskuu maaliskuuta maart mar marc marca march marcius marco
maret mars mart martie marts marz marzec marzo março mrt mrz márc március mär märz μάρ μάρτιοσ μαρ μαρτίου
μαρτιοσ μαρτιου бер березень березня мар март марта
4: abr abril apr april aprile aprilie aprilis avr avril dub duben dubna huhti huhtikuu huhtikuuta kwi kwiecien
kwiecień kwietnia nis nisan ápr április απρ απρίλιοσ απριλίου απριλιοσ απριλιου апр апрель апреля квіт квітень
квітня
5: kve kveten kvetna kvě květen května mag maggio mai maio maj maja majus may mayo mayıs mei máj május touko
toukokuu toukokuuta μάι μάιοσ μαΐ μαΐου μαι μαιοσ μαιου маи май мая трав травень травня
6: cerven cervna cvn cze czerwca czerwiec giu giugno haz haziran iun iunie juin jun june junho juni junio
junius jún június kesa kesakuu kesakuuta kesä kesäkuu kesäkuuta červen června čvn ιουν ιουνίου ιουνιοσ ιουνιου
ιούν ιούνιοσ июн июнь июня черв червень червня
7: cervence cervenec cvc heina heinakuu heinakuuta heinä heinäkuu heinäkuuta iul iulie juil juillet jul julho
juli julio julius july júl július lip lipca lipiec lug luglio tem temmuz července červenec čvc ιουλ ιουλίου
ιουλιοσ ιουλιου ιούλ ιούλιοσ июл июль июля лип липень липня
8: ago agosto agu agustos agustus aout août aug august augusti augustus augusztus ağu ağustos elo elokuu
elokuuta sie sierpien sierpień sierpnia srp srpen srpna αυγ αυγουστοσ αυγουστου αυγούστου αύγ αύγουστοσ авг
август августа серп серпень серпня
9: eyl eylul eylül sep sept september septembre septembrie septiembre set setembro settembre syys syyskuu
syyskuuta szept szeptember wrz wrzesien wrzesień wrzesnia września zar zari zář září σεπ σεπτέμβριοσ
σεπτεμβρίου σεπτεμβριοσ σεπτεμβριου вер вересень вересня сент сентябрь сентября
10: eki ekim loka lokakuu lokakuuta oct october octobre octombrie octubre okt oktober október ott ottobre out
outubro paz pazdziernik pazdziernika paź październik października rij rijen rijna říj říjen října οκτ
οκτωβρίου οκτωβριοσ οκτωβριου οκτώβριοσ жовт жовтень жовтня окт октябрь октября
11: kas kasım lis listopad listopada listopadu marras marraskuu marraskuuta noiembrie nov november novembre
novembro noviembre νοέ νοέμβριοσ νοε νοεμβρίου νοεμβριοσ νοεμβριου лист листопад листопада нояб ноябрь ноября
12: ara aralık dec december decembre decembrie des desember dez dezember dezembro dic dicembre diciembre déc
décembre gru grudnia grudzien grudzień joulu joulukuu joulukuuta pro prosince prosinec δεκ δεκέμβριοσ
δεκεμβρίου δεκεμβριοσ δεκεμβριου груд грудень грудня дек декабрь декабря
"""
_WEEKDAY_NAMES: Final = """
car carsamba cmt cs csutortok csütörtök ct ctvrtek cum cuma cumartesi czw czwartek di dienstag dim dimanche
dinsdag do dom domenica domingo donderdag donnerstag dum duminica duminică fr fre fredag freitag fri friday
gio giovedi giovedì hetfo hétfő jeu jeudi joi jue jueves jum jumat kam kamis ke kedd keskiviikko keskiviikkona
la lauantai lauantaina lor lordag lun lundi lunedi lunedì lunes luni lör lördag lør lørdag ma maanantai
maanantaina maandag man mandag mar mardi martedi martedì martes marti marți mer mercoledi mercoledì mercredi
mi mie miercoles miercuri min minggu mittwoch mié miércoles mo mon monday montag mån måndag ne nedele neděle
niedz niedziela ons onsdag pa patek paz pazar pazartesi pe pentek per perjantai perjantaina persembe perşembe
piatek piątek po pon pondeli pondělí poniedziałek pt pzt pá pátek péntek qua quarta-feira qui quinta-feira rab
rabu sa sab sabado sabato sabtu sal salı sam sambata samedi samstag sat satur saturday seg segunda-feira sel
selasa sen senin sex sexta-feira so sob sobota son sondag sonntag sr sroda st streda středa su sun sunday
sunnuntai sunnuntaina sze szerda szo szombat sáb sábado sâm sâmbătă sön söndag søn søndag ter terca-feira
terça-feira thu thur thurs thursday ti tiistai tiistaina tir tirs tirsdag tis tisdag to tor tors torsdag
torstai torstaina tue tues tuesday ut utery vasarnap vasárnap ven vendredi venerdi venerdì vie viernes vin
vineri vr vrijdag wed wednes wednesday weds wo woensdag wt wtorek za zaterdag zo zondag çar çarşamba út úterý
čt čtvrtek śr środa δευ δευτέρα δευτερα κυρ κυριακή κυριακη πέμ πέμπτη παρ παρασκευή παρασκευη πεμ πεμπτη σάβ
σάββατο σαβ σαββατο τετ τετάρτη τεταρτη τρί τρίτη τρι τριτη воскресенье вс вт вторник вівторок нд неділя
пʼятниця пн понедельник понеділок пт пятница сб середа ср среда суббота субота четвер четверг чт
"""


def _months() -> dict[str, int]:
    numbers: dict[str, int] = {}
    month = 0
    for word in _MONTH_NAMES.split():
        if word.endswith(":"):
            month = int(word[:-1])
        else:
            numbers[word] = month
    return numbers


MONTHS: Final = _months()
"""The number of a month by its name, in small letters and without a point."""

WEEKDAYS: Final = frozenset(_WEEKDAY_NAMES.split())
"""Names of weekdays, likewise."""
