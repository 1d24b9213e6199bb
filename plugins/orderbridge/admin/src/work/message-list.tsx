import { useState } from 'react';
import { Box, Button, Field, Flex, Textarea, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';

interface Message {
  readonly id: string;
  readonly author: string;
  readonly body: string;
  readonly at: string;
}

interface MessageListProps {
  readonly messages: readonly Message[];
  /** What to say where there are none. */
  readonly nothing: string;
}

/** What people wrote, oldest first. */
export const MessageList = ({ messages, nothing }: MessageListProps) => {
  const intl = useIntl();
  if (messages.length === 0) return <Typography textColor="neutral600">{nothing}</Typography>;
  return messages.map(({ id, author, body, at }) => (
    <Box key={id}>
      <Typography variant="pi" textColor="neutral600">
        {author}, {intl.formatDate(at, { dateStyle: 'medium', timeStyle: 'short' })}
      </Typography>
      <Typography tag="p" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
        {body}
      </Typography>
    </Box>
  ));
};

interface WriteMessageProps {
  readonly label: string;
  readonly hint: string;
  readonly button: string;
  /** Answers whether it was taken: what was refused stays in the field. */
  readonly onWrite: (body: string) => Promise<boolean>;
}

/** A field for one more. */
export const WriteMessage = ({ label, hint, button, onWrite }: WriteMessageProps) => {
  const [body, setBody] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const write = async () => {
    setIsBusy(true);
    if (await onWrite(body.trim())) setBody('');
    setIsBusy(false);
  };
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Field.Root hint={hint}>
        <Field.Label>{label}</Field.Label>
        <Textarea value={body} onChange={({ target }) => setBody(target.value)} />
        <Field.Hint />
      </Field.Root>
      <Button
        variant="secondary"
        disabled={body.trim() === ''}
        loading={isBusy}
        onClick={() => void write()}
      >
        {button}
      </Button>
    </Flex>
  );
};
