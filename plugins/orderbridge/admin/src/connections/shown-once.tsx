import { Button, Field, Flex, Modal, Textarea, Typography } from '@strapi/design-system';
import { Duplicate } from '@strapi/icons';
import { useClipboard, useNotification } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { useTranslate } from '../translate';
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
    <Modal.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Modal.Content>
        <Modal.Header>
          <Modal.Title>{title}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={4}>
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
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" onClick={onClose}>
            {translate('connections.close')}
          </Button>
          <Button startIcon={<Duplicate />} onClick={() => void copyText()}>
            {translate('connections.copy')}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
};
