import { Box, Flex, Typography } from '@strapi/design-system';
import { useTranslate } from '../translate';
import type { Operation, Schemas } from './api-document';
import { listFields } from './describe-schema';
import { FieldTable } from './field-table';

interface AnswersProps {
  readonly responses: Operation['responses'];
  readonly schemas: Schemas;
}

const isRefusal = (status: string): boolean => Number(status) >= 400;

/** What a route answers, with its fields, and what it refuses, with the codes. */
export const Answers = ({ responses, schemas }: AnswersProps) => {
  const translate = useTranslate();
  const entries = Object.entries(responses);
  const refusals = entries.filter(([status]) => isRefusal(status));
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Typography variant="delta" tag="h4">
        {translate('api.answers')}
      </Typography>
      {entries
        .filter(([status]) => !isRefusal(status))
        .map(([status, { description, content = {} }]) => {
          const [{ schema } = {}] = Object.values(content);
          const rows = schema === undefined ? [] : listFields(schema, schemas);
          return (
            <Box key={status}>
              <Typography>
                {status}: {description}
              </Typography>
              {rows.length > 0 && (
                <Box paddingTop={2}>
                  <FieldTable rows={rows} label={`${translate('api.answers')} ${status}`} />
                </Box>
              )}
            </Box>
          );
        })}
      {refusals.length > 0 && (
        <Typography variant="delta" tag="h4">
          {translate('api.refusals')}
        </Typography>
      )}
      {refusals.map(([status, { 'x-codes': codes = [] }]) => (
        <Typography key={status}>
          {status}: {codes.join(', ')}
        </Typography>
      ))}
    </Flex>
  );
};
