import type { ValueType } from '../../../shared/characteristic-types';
import type { AnswerValue } from '../../../shared/form';

/** Digits that a number keeps when it is read from text. */
const MAX_NUMBER_LENGTH = 24;

/**
 * Reads a value that an admin wrote as text into its own JSON type: `10` of an integer is the number.
 *
 * @returns nothing where the text is no value of the type
 */
export const readValue = (valueType: ValueType, text: string): AnswerValue | undefined => {
  switch (valueType) {
    case 'integer': {
      const value = Number(text);
      return /^-?\d+$/.test(text.trim()) && Number.isSafeInteger(value) ? value : undefined;
    }
    case 'decimal': {
      const value = Number(text);
      const isNumber = text.trim() !== '' && text.length <= MAX_NUMBER_LENGTH;
      return isNumber && Number.isFinite(value) ? value : undefined;
    }
    case 'yes_no':
    case 'checkbox':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'address':
    case 'object':
    case 'label':
    case 'attachment':
      return undefined;
    case 'choice':
    case 'text':
    case 'date':
    case 'date_time':
    case 'duration':
    case 'email':
      return text;
  }
};

/** Writes a value as {@link readValue} reads it. */
export const writeValue = (value: AnswerValue): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** Reads the default of a characteristic with several values: a JSON list of them, or one. */
export const readList = (valueType: ValueType, text: string): AnswerValue[] | undefined => {
  let parts: unknown[] = [text];
  if (text.trim().startsWith('[')) {
    try {
      const parsed: unknown = JSON.parse(text);
      if (Array.isArray(parsed)) parts = parsed as unknown[];
    } catch {
      return undefined;
    }
  }
  const values = parts.map((part) =>
    typeof part === 'string' || typeof part === 'number' || typeof part === 'boolean'
      ? readValue(valueType, String(part))
      : undefined,
  );
  return values.every((value) => value !== undefined) ? values : undefined;
};
