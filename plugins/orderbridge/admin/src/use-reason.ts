import { useIntl } from 'react-intl';
import { PLUGIN_ID } from './plugin-id';

/** What the server says of something that cannot be done. */
interface Refusal {
  readonly code?: string | undefined;
  readonly reason: string;
}

/**
 * A function that says why something cannot be done, in the language of whoever looks: by the code of the
 * refusal, in which a text may repeat the server's own words (`refused.<code>`, `{reason}`). What has no
 * text of its own is said in the server's words.
 */
export const useReason = () => {
  const intl = useIntl();
  return ({ code = '', reason }: Refusal): string => {
    const id = `${PLUGIN_ID}.refused.${code}`;
    return intl.messages[id] === undefined ? reason : intl.formatMessage({ id }, { reason });
  };
};
