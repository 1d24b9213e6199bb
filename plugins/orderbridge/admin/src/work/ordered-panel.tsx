import { Box, Flex, Typography } from '@strapi/design-system';
import { useTranslate } from '../translate';
import { Unreadable } from '../unreadable';
import { useGetParentQuery } from './work-queries';
import type { Answer, Line, ParentPath } from './work-types';

/** What was answered in the form, as people read it. */
const Answers = ({ answers }: { answers: readonly Answer[] }) =>
  answers.map(({ field, section, label, valueLabel }) => (
    <Typography
      key={field}
      variant="pi"
      tag="p"
      style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}
    >
      <Typography variant="pi" textColor="neutral600">
        {section === undefined ? label : `${section}, ${label}`}:
      </Typography>{' '}
      {valueLabel}
    </Typography>
  ));

const LineOf = ({ line }: { line: Line }) => {
  const translate = useTranslate();
  const { name, quantity, parentLineNumber, answers } = line;
  return (
    // A part of a bundle stands below the line that was asked for, whose answers it repeats.
    <Box tag="li" paddingLeft={parentLineNumber === null ? 0 : 4}>
      <Typography fontWeight="semiBold" tag="p">
        {translate('work.line', { quantity, name })}
      </Typography>
      {parentLineNumber === null && <Answers answers={answers} />}
    </Box>
  );
};

interface OrderedProps {
  readonly path: ParentPath;
  readonly documentId: string;
}

/** What was asked for: the lines of an order, or the answers of a service request. */
export const Ordered = ({ path, documentId }: OrderedProps) => {
  const { data: parent, error } = useGetParentQuery({ path, documentId });
  if (error !== undefined) return <Unreadable error={error} />;
  if (parent === undefined) return null;
  const { lines = [], answers = [] } = parent;
  return (
    <Flex direction="column" alignItems="stretch" gap={3} width="100%">
      {lines.length > 0 && (
        <Flex direction="column" alignItems="stretch" gap={3} tag="ul">
          {lines.map((line) => (
            <LineOf key={line.lineNumber} line={line} />
          ))}
        </Flex>
      )}
      {answers.length > 0 && (
        <Box>
          <Answers answers={answers} />
        </Box>
      )}
    </Flex>
  );
};
