"""The form that finds a case or a document by its reference."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hukumati.core.references import normalise_reference


class ReferenceForm(forms.Form):
    """A reference as a person types it."""

    reference = forms.CharField(
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Enter the reference")},
    )

    def __init__(self, data: QueryDict | None = None, *, label: str) -> None:
        super().__init__(data)
        self.fields["reference"].label = label

    def clean_reference(self) -> str:
        """Return the reference in its canonical form."""
        reference = normalise_reference(self.cleaned_data["reference"])
        if not reference:
            raise forms.ValidationError(_("Enter a valid reference: check each letter and digit"))
        return reference
