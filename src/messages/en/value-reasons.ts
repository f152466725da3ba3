import type { ValueReasons } from '../value-reasons.ts';

export const valueReasons: ValueReasons = {
  table: {
    spreadsheet_number:
      'A spreadsheet shortened the digits (like 8.986E+19). Format the column as text and export again.',
    decimal_number:
      'It ends in a decimal (like 12345.0): the column was read as numbers. Export it again as text, so that no digit is lost or added.',
    rounded_number:
      'All digits after the fifteenth are zeros: a spreadsheet rounded them. Format the column as text and export again.',
  },
  msisdn: {
    too_short: 'It has fewer digits than numbers of this country have. Enter the whole number.',
    too_long: 'It has more digits than numbers of this country have. Enter the number alone.',
    trunk_zero: 'Leave out the 0 between the country code and the number.',
    national_form:
      'Mobile numbers of this country do not look like this. Enter the whole number, for example 138 0013 8000 or +86 138 0013 8000.',
    country_code: 'No country code begins with 0. Start with + and the country code, for example +86.',
    ambiguous: 'It cannot be told whether it begins with the country code. Put + before the country code.',
  },
  iccid: {
    nibbles_swapped: 'These are the bytes as they stand on the card: swap the two digits of each.',
    padding_inside: 'It has the filler F in the middle. F belongs at the end, or nowhere.',
    not_telecom: 'Card numbers of mobile operators begin with 89.',
  },
  document: {
    empty: 'Enter the number of the document.',
    country: 'The country that issued it is missing or does not go with the type.',
    old_form:
      'This is the 15-digit number of the first identity cards, which ended in 2013. Give the 18-digit number.',
    length: 'It has too few or too many characters. Copy it exactly as it is printed.',
    form: 'It has characters that such a number does not have. Copy it exactly as it is printed.',
    region: 'It begins with a region that such a document does not have. Copy it exactly as it is printed.',
    birth_date: 'It holds a birth date that does not exist. Copy it exactly as it is printed.',
    birth_date_to_come: 'It holds a birth date that is still to come. Copy it exactly as it is printed.',
    check_digit: 'Its last character does not fit the others: one of them is a slip.',
  },
  code: {
    empty: 'Enter the six digits from the message. This did not use up a try.',
    length: 'The code has six digits. This did not use up a try.',
    form: 'Enter only the six digits from the message. This did not use up a try.',
    four_digits:
      'There are four digits on the page, and six in a message to another contact. This did not use up a try.',
  },
  photo: {
    empty: 'Choose a picture first.',
    too_large: 'A picture has at most 8 MB. Take it again at a lower resolution.',
    format: 'Use a JPEG, PNG or WebP picture. What counts is the content of the file, not its name.',
    truncated: 'The end of the file is missing. Take the picture again.',
    damaged: 'The file is damaged. Take the picture again.',
    more_than_a_picture:
      'The file holds something beside the picture. Take the picture again, without motion.',
    moving: 'Use a still picture.',
    too_small: 'The picture is too small to read. It needs at least 200 pixels on each side.',
    too_many_pixels: 'The picture is too large. It may have 10,000 pixels on a side and 50 million in all.',
    too_many: 'A visit has at most 12 pictures.',
  },
  date: { past: 'That day is over. Give a later one.' },
  passphrase: {
    too_short: 'It needs at least 12 characters. A few words that do not belong together are easy to keep.',
    too_long: 'It may have at most 100 characters.',
    letters:
      'Use only letters from a to z, digits, spaces and signs of a plain keyboard: other letters open the file on one computer and not on the next.',
    too_simple:
      'It repeats a few characters, or runs along the alphabet or the keyboard. Take a few words that do not belong together.',
    known_of_you: 'It holds your telephone number or the number of your document, which others know.',
  },
};
