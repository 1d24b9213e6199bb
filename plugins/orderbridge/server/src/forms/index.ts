/**
 * Order forms: deriving them from what the catalogue has frozen (`derive-form.ts`, pure), compiling
 * them and checking answers against them, on both sides alike.
 */
export { checkAnswers, checkQuantity } from './check-answers';
export { assertFormCompiles, compileSchema, findPatternDefect } from './compile';
export { deriveField } from './derive-field';
export { deriveForm, languagesOfSnapshot, type DeriveOptions } from './derive-form';
export { textIn, toLanguages } from './form-texts';
