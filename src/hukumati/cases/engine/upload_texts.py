"""Why a file is not accepted, in both languages."""

from typing import Final

from hukumati.cases.domain.file_inspection import LEAST_SIDE
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import MAX_FILE_MEGABYTES

REFUSALS: Final[dict[str, Bilingual]] = {
    "empty": Bilingual(ar="الملف فارغ. اختر ملفًا آخر", en="The file is empty. Choose another"),
    "too_large": Bilingual(
        ar=f"الملف أكبر من {MAX_FILE_MEGABYTES} ميغابايت", en=f"The file is larger than {MAX_FILE_MEGABYTES} MB"
    ),
    "kind": Bilingual(
        ar="نوع الملف غير مقبول. اختر ملف PDF أو صورة JPEG أو PNG",
        en="This kind of file is not taken. Choose a PDF, or a JPEG or PNG picture",
    ),
    "broken": Bilingual(
        ar="الملف تالف أو ناقص. احفظه من جديد ثم أرفقه",
        en="The file is damaged or incomplete. Save it again, then attach it",
    ),
    "encrypted": Bilingual(
        ar="الملف محمي بكلمة سر. أزل الحماية ثم أرفقه",
        en="The file is protected by a password. Remove it, then attach the file",
    ),
    "active": Bilingual(
        ar="في الملف برامج أو ملفات أخرى. اطبعه إلى ملف PDF جديد ثم أرفقه",
        en="The file holds programs or other files. Print it to a new PDF, then attach that",
    ),
    "too_many_pixels": Bilingual(
        ar="الصورة كبيرة جدًا. اختر صورة أصغر", en="The picture is too big. Choose a smaller one"
    ),
    "too_few_pixels": Bilingual(
        ar=f"الصورة صغيرة جدًا. اختر صورة طول كل ضلع منها {LEAST_SIDE} بكسل على الأقل",
        en=f"The picture is too small. Choose one of at least {LEAST_SIDE} by {LEAST_SIDE} pixels",
    ),
    "too_complex": Bilingual(
        ar="لم يكتمل فحص الملف في الوقت المتاح، فلم نحفظه. أرفقه مرة أخرى، وإن تكرر ذلك فأرفق ملفًا أصغر أو غيره",
        en="The file was not checked in time and was not kept. Attach it again, and if that fails a smaller file",
    ),
    "virus": Bilingual(
        ar="وجد فحص الفيروسات برنامجًا ضارًا في الملف، فلم نحفظه",
        en="The virus check found malicious software in the file; it was not kept",
    ),
    "scanner_away": Bilingual(
        ar="تعذّر فحص الملف الآن، فلم نحفظه. حاول بعد قليل",
        en="The file could not be checked for viruses now and was not kept. Try again shortly",
    ),
    "busy": Bilingual(
        ar="تُفحص الآن ملفات أخرى، فلم نحفظ ملفك. حاول مجددًا بعد دقيقة",
        en="Other files are being checked right now; yours was not kept. Try again in a minute",
    ),
    "too_many": Bilingual(
        ar="بلغ هذا الطلب الحد الأقصى للملفات. أزل بعضها أولًا",
        en="This application holds as many files as it may. Remove some first",
    ),
    "nowhere": Bilingual(ar="لا يُقبل ملف هنا", en="No file is taken here"),
}
