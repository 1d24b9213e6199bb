import type { Translations } from '../../../shared/catalog-snapshot';

/** What a form says of its own, beside the texts of the catalogue. */
const ENGLISH = {
  quantity: 'Quantity',
  requestedDate: 'Requested date',
  location: 'Location',
  street: 'Street and number',
  postcode: 'Postcode',
  city: 'City',
  stateOrProvince: 'State or province',
  country: 'Country (two letters)',
};
export type FormWords = Readonly<typeof ENGLISH>;

const GERMAN: FormWords = {
  quantity: 'Menge',
  requestedDate: 'Wunschtermin',
  location: 'Standort',
  street: 'Straße und Hausnummer',
  postcode: 'Postleitzahl',
  city: 'Ort',
  stateOrProvince: 'Bundesland oder Provinz',
  country: 'Land (zwei Buchstaben)',
};

const WORDS: ReadonlyMap<string, FormWords> = new Map([
  ['en', ENGLISH],
  ['de', GERMAN],
]);

/** The languages in which a text is looked for: the tag itself, then its shorter forms (RFC 4647). */
export const toLanguages = (tag: string | null | undefined): readonly string[] => {
  if (tag === null || tag === undefined || tag === '') return [];
  const parts = tag.split('-');
  return parts.map((_part, index) => parts.slice(0, parts.length - index).join('-'));
};

export const wordsIn = (languages: readonly string[]): FormWords =>
  languages.map((language) => WORDS.get(language)).find((words) => words !== undefined) ?? ENGLISH;

/** A text of the catalogue in the first of the languages that it has. */
export const textIn = (
  translations: Translations,
  languages: readonly string[],
  what: 'label' | 'description',
): string | undefined =>
  languages
    .map((language) =>
      Object.hasOwn(translations, language) ? translations[language]?.[what] : undefined,
    )
    .find((text) => text !== undefined && text !== '');
