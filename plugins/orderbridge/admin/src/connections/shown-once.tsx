import { Field, Textarea, Typography } from '@strapi/design-system';
import { Duplicate } from '@strapi/icons';
import { useClipboard, useNotification } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { useTranslate } from '../translate';
import { VerbModal } from '../verb-modal';
import type { Shown } from './connection-queries';

interface ShownOnceProps {
  readonly title: string;
  readonly shown: Shown;
  readonly what: 'invitation' | 'secret';
  readonly onClose: () => void;
}

/** An invitation or a secret, which the server says once and never again. */
export const ShownOnce = ({ title, shown, what, onClose }: ShownOnceProps) => {
  const translate = useTranslate();
  const intl = useIntl();
  const { copy } = useClipboard();
  const { toggleNotification } = useNotification();
  const text = shown[what] ?? '';
  const ends = what === 'invitation' ? shown.expiresAt : shown.oldSecretEndsAt;

  const copyText = async () => {
    // A browser lets nobody copy on a page without TLS; the field can be marked by hand.
    const isCopied = await copy(text);
    toggleNotification({
      type: isCopied ? 'success' : 'warning',
      message: translate(isCopied ? 'connections.copied' : 'connections.not-copied'),
    });
  };

  return (
    <VerbModal
      title={title}
      confirm={translate('connections.copy')}
      confirmIcon={<Duplicate />}
      dismiss={translate('connections.close')}
      onConfirm={() => void copyText()}
      onClose={onClose}
    >
      <Typography>{translate(`connections.${what}.once`)}</Typography>
      <Field.Root name={what}>
        <Field.Label>{translate(`connections.${what}`)}</Field.Label>
        <Textarea readOnly value={text} />
      </Field.Root>
      {ends !== undefined && (
        <Typography textColor="neutral600">
          {translate(`connections.${what}.ends`, {
            at: intl.formatDate(ends, { dateStyle: 'medium', timeStyle: 'short' }),
          })}
        </Typography>
      )}
    </VerbModal>
  );
};
