import { useIntl } from 'react-intl';
import { PLUGIN_ID } from './plugin-id';
import type english from './translations/en.json';

/** A key of the plugin's translations. */
export type TranslationKey = keyof typeof english;

/** What Strapi's router and menus take in the place of a text. */
export const message = (key: TranslationKey) => ({ id: `${PLUGIN_ID}.${key}` });

/** A function that says a text of the plugin in the language of whoever looks. */
export const useTranslate = () => {
  const intl = useIntl();
  return (key: TranslationKey, values?: Record<string, string | number>): string =>
    intl.formatMessage(message(key), values);
};
