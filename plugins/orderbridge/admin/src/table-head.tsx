import { Th, Thead, Tr, Typography } from '@strapi/design-system';
import { useTranslate, type TranslationKey } from './translate';

/** The heads of a table's columns. */
export const TableHead = ({ columns }: { columns: readonly TranslationKey[] }) => {
  const translate = useTranslate();
  return (
    <Thead>
      <Tr>
        {columns.map((key) => (
          <Th key={key}>
            <Typography variant="sigma">{translate(key)}</Typography>
          </Th>
        ))}
      </Tr>
    </Thead>
  );
};
