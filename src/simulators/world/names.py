"""Names to choose from, in Arabic and English, for fictional people."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class FullName:
    """Four names, each (Arabic, English): one's own, the father's, the grandfather's, the family's."""

    first: Pair
    father: Pair
    grandfather: Pair
    family: Pair

    def by_language(self) -> dict[str, dict[str, str]]:
        """Return the parts by language, as registers state a name."""
        return {
            language: {part: getattr(self, part)[index] for part in PARTS} for index, language in enumerate(LANGUAGES)
        }


PARTS: Final = ("first", "father", "grandfather", "family")
LANGUAGES: Final = ("ar", "en")


def read_name(by_language: Mapping[str, Mapping[str, str]]) -> FullName:
    """Parse a name as the file of people states it."""
    return FullName(*((by_language["ar"][part], by_language["en"][part]) for part in PARTS))


def _pairs(text: str) -> tuple[Pair, ...]:
    words = [line.split("=") for line in text.strip().split("\n")]
    return tuple((arabic.strip(), english.strip()) for arabic, english in words)


MEN: Final = _pairs("""
أحمد = Ahmad
محمد = Mohammad
محمود = Mahmoud
يوسف = Yousef
إبراهيم = Ibrahim
خليل = Khalil
عمر = Omar
علي = Ali
حسن = Hasan
حسين = Hussein
خالد = Khaled
وليد = Walid
سامي = Sami
سمير = Samir
نبيل = Nabil
جميل = Jamil
كمال = Kamal
جمال = Jamal
عادل = Adel
ماجد = Majed
رائد = Raed
زياد = Ziad
فؤاد = Fouad
فادي = Fadi
شادي = Shadi
هاني = Hani
رامي = Rami
باسل = Basel
أيمن = Ayman
أنس = Anas
طارق = Tareq
مازن = Mazen
غسان = Ghassan
نزار = Nizar
عصام = Issam
حاتم = Hatem
سليم = Salim
سعيد = Saeed
صالح = Saleh
عيسى = Issa
موسى = Mousa
داود = Daoud
يعقوب = Yaqoub
إسماعيل = Ismail
عبد الله = Abdullah
عبد الرحمن = Abd al-Rahman
عبد الكريم = Abd al-Karim
مصطفى = Mustafa
مراد = Murad
ياسر = Yasser
بلال = Bilal
عمار = Ammar
قصي = Qusai
معتز = Mutaz
لؤي = Louay
نضال = Nidal
رياض = Riyad
حازم = Hazem
توفيق = Tawfiq
رشيد = Rashid
جورج = George
إلياس = Elias
حنا = Hanna
نقولا = Nicola
""")
WOMEN: Final = _pairs("""
ليلى = Layla
مريم = Maryam
فاطمة = Fatima
عائشة = Aisha
زينب = Zaynab
آمنة = Amna
خديجة = Khadija
سلمى = Salma
هدى = Huda
منى = Muna
نادية = Nadia
سميرة = Samira
سناء = Sana
رنا = Rana
رانيا = Rania
ريم = Reem
دانا = Dana
دعاء = Duaa
إيمان = Iman
إسراء = Israa
آلاء = Alaa
هبة = Hiba
هديل = Hadeel
عبير = Abeer
غادة = Ghada
لبنى = Lubna
ميسون = Maysoun
نهى = Nuha
نور = Nour
وفاء = Wafa
ياسمين = Yasmin
سهى = Suha
رشا = Rasha
رولا = Rula
سحر = Sahar
شيرين = Shireen
صفاء = Safa
عفاف = Afaf
فدوى = Fadwa
كوثر = Kawthar
لينا = Lina
ماجدة = Majida
نجوى = Najwa
هناء = Hana
تالا = Tala
جنى = Jana
ميرا = Mira
سارة = Sara
حلا = Hala
ربى = Ruba
سلوى = Salwa
انتصار = Intisar
ختام = Khitam
نعمة = Nima
سعاد = Suad
نوال = Nawal
ماري = Mary
كريستين = Christine
""")
FAMILIES: Final = _pairs("""
الزعتري = Zaatari
السنديان = Sindyan
البلوطي = Ballouti
الكروم = Kroum
الحاكورة = Hakoura
البيدر = Baydar
المعصراني = Masarani
الجدول = Jadwal
الينبوع = Yanbou
الوادي = Wadi
السهلي = Sahli
الجبلي = Jabali
الريحان = Rihan
الياسمين = Yasmine
النرجسي = Narjisi
الصنوبري = Sanawbari
اللوزي = Lawzi
التيني = Tini
الرمّاني = Rummani
العنّابي = Annabi
الخرّوب = Kharroub
السمّاق = Summaq
القمحاوي = Qamhawi
الشعيري = Shairi
النحّال = Nahhal
الطحّان = Tahhan
الفرّان = Farran
الحدّاد = Haddad
النجّار = Najjar
البنّاء = Banna
الدهّان = Dahhan
الحجّار = Hajjar
النقّاش = Naqqash
الخزّاف = Khazzaf
الفاخوري = Fakhouri
السرّاج = Sarraj
الخيّاط = Khayyat
الحائك = Hayek
الصبّاغ = Sabbagh
الإسكافي = Iskafi
الصائغ = Sayegh
الورّاق = Warraq
الكاتب = Kateb
القلم = Qalam
الصيرفي = Sayrafi
البحري = Bahri
الملّاح = Mallah
الصيّاد = Sayyad
الشراع = Shiraa
المينا = Mina
الفنار = Fanar
الموج = Mawj
القمر = Qamar
النجم = Najm
الفجر = Fajr
الضحى = Duha
المطر = Matar
الغيمة = Ghayma
الندى = Nada
الثلجي = Thalji
""")
FOREIGN_MEN: Final = _pairs("""
أندرياس = Andreas
توماس = Thomas
بيتر = Peter
مارتن = Martin
جان = Jean
باولو = Paolo
كارلوس = Carlos
إيفان = Ivan
""")
FOREIGN_WOMEN: Final = _pairs("""
آنا = Anna
كلارا = Clara
إيلينا = Elena
صوفي = Sophie
إنغريد = Ingrid
ماريا = Maria
هيلين = Helen
جوليا = Giulia
""")
FOREIGN_FAMILIES: Final = _pairs("""
ليند = Lind
فيشر = Fischer
رومانو = Romano
دوبوا = Dubois
نوفاك = Novak
أندرسن = Andersen
غارسيا = Garcia
بيتروف = Petrov
""")
