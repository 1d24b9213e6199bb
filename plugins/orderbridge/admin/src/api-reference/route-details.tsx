import { Box, Flex, Typography } from '@strapi/design-system';
import { useTranslate } from '../translate';
import type { Operation, Schemas } from './api-document';
import { Answers } from './answers';
import { CodeText } from './code-text';
import { listFields } from './describe-schema';
import { FieldTable } from './field-table';
import { ParameterTable } from './parameter-table';

interface RouteDetailsProps {
  readonly operation: Operation;
  readonly schemas: Schemas;
}

const RequestBody = ({
  body,
  schemas,
}: {
  body: NonNullable<Operation['requestBody']>;
  schemas: Schemas;
}) => {
  const translate = useTranslate();
  const [{ schema, example } = {}] = Object.values(body.content);
  const title = translate(body.required ? 'api.body' : 'api.body.optional');
  return (
    <>
      <Typography variant="delta" tag="h4">
        {title}
      </Typography>
      {schema !== undefined && <FieldTable rows={listFields(schema, schemas)} label={title} />}
      {example !== undefined && (
        <Box>
          <Typography fontWeight="semiBold">{translate('api.example')}</Typography>
          <Box
            tag="pre"
            background="neutral100"
            color="neutral800"
            hasRadius
            padding={4}
            marginTop={2}
            // So that the keyboard reaches what is wider than the page.
            tabIndex={0}
            style={{ overflowX: 'auto', fontFamily: 'monospace' }}
          >
            {JSON.stringify(example, null, 2)}
          </Box>
        </Box>
      )}
    </>
  );
};

/** All that there is to know of one route. */
export const RouteDetails = ({ operation, schemas }: RouteDetailsProps) => {
  const translate = useTranslate();
  const { description, parameters, requestBody, responses } = operation;
  const right = operation['x-required-right'];
  return (
    <Flex direction="column" alignItems="stretch" gap={4} padding={4}>
      {description !== undefined && <CodeText text={description} />}
      <Typography textColor="neutral600">
        {right === undefined ? translate('api.open') : `${translate('api.right')}: ${right}`}
      </Typography>
      {parameters.length > 0 && (
        <>
          <Typography variant="delta" tag="h4">
            {translate('api.parameters')}
          </Typography>
          <ParameterTable parameters={parameters} />
        </>
      )}
      {requestBody !== undefined && <RequestBody body={requestBody} schemas={schemas} />}
      <Answers responses={responses} schemas={schemas} />
    </Flex>
  );
};
