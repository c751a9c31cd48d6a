"""How much an answer may hold, the same for pages, readers and exported schemas."""

from typing import Final

MAX_TEXT_LENGTH: Final = 200
MAX_LONG_TEXT_LENGTH: Final = 2_000
MAX_NAME_PART_LENGTH: Final = 60
MAX_ADDRESS_PART_LENGTH: Final = 100
MAX_FILE_NAME_LENGTH: Final = 120
MAX_RAW_LENGTH: Final = 20_000
"""Of any text before it is looked at: longer ones are refused without normalising them."""
MAX_NUMBER: Final = 10**15 - 1
MAX_AMOUNT_MINOR: Final = 10**12
"""Minor units: far above what anyone pays or claims."""
MAX_GROUP_ENTRIES: Final = 50
