import { Box, Table, Tbody, Td, Tr, Typography } from '@strapi/design-system';
import { TableHead } from '../table-head';
import { useTranslate } from '../translate';
import { CodeText } from './code-text';
import type { FieldRow } from './describe-schema';

const INDENT_PX = 16;

interface FieldTableProps {
  readonly rows: readonly FieldRow[];
  /** What the table is of, for who does not see it. */
  readonly label: string;
}

/** The fields of a body, those of objects inside indented below them. */
export const FieldTable = ({ rows, label }: FieldTableProps) => {
  const translate = useTranslate();
  return (
    <Table colCount={3} rowCount={rows.length + 1} aria-label={label}>
      <TableHead columns={['api.name', 'api.type', 'api.description']} />
      <Tbody>
        {rows.map(({ path, name, depth, type, isRequired, description }) => (
          <Tr key={path}>
            <Td>
              <Box style={{ paddingInlineStart: depth * INDENT_PX }}>
                <Typography fontWeight="semiBold">{name}</Typography>
                {isRequired && (
                  <Typography textColor="neutral600"> ({translate('api.required')})</Typography>
                )}
              </Box>
            </Td>
            <Td>
              <Typography style={{ overflowWrap: 'anywhere', whiteSpace: 'normal' }}>
                {type}
              </Typography>
            </Td>
            <Td>
              <CodeText text={description} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
};
