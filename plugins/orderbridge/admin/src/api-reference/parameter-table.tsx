import { Table, Tbody, Td, Tr, Typography } from '@strapi/design-system';
import { TableHead } from '../table-head';
import { useTranslate } from '../translate';
import type { Parameter } from './api-document';
import { CodeText } from './code-text';
import { typeOf } from './describe-schema';

/** What stands in a route's address, its query and its headers. */
export const ParameterTable = ({ parameters }: { parameters: readonly Parameter[] }) => {
  const translate = useTranslate();
  return (
    <Table colCount={4} rowCount={parameters.length + 1} aria-label={translate('api.parameters')}>
      <TableHead columns={['api.name', 'api.in', 'api.type', 'api.description']} />
      <Tbody>
        {parameters.map(({ name, in: place, required = false, schema, description }) => (
          <Tr key={`${place} ${name}`}>
            <Td>
              <Typography fontWeight="semiBold">{name}</Typography>
              {required && (
                <Typography textColor="neutral600"> ({translate('api.required')})</Typography>
              )}
            </Td>
            <Td>
              <Typography>{place}</Typography>
            </Td>
            <Td>
              <Typography>{typeOf(schema)}</Typography>
            </Td>
            <Td>{description !== undefined && <CodeText text={description} />}</Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
};
