import type { ReactNode } from 'react';
import { Box, Flex, Typography } from '@strapi/design-system';
import { useTranslate } from '../translate';
import { describeChange } from './describe-change';
import type { Difference } from './producer-queries';

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <Box>
    <Typography variant="sigma" textColor="neutral600" tag="h4">
      {title}
    </Typography>
    <Box tag="ul">{children}</Box>
  </Box>
);

/** How many one line may order, in words. */
const useRange = () => {
  const translate = useTranslate();
  return ({ minimum, maximum }: { minimum: number; maximum: number | null }) =>
    maximum === null
      ? translate('difference.from', { minimum })
      : translate('difference.range', { minimum, maximum });
};

/** What an order form asks that the revision before did not, or otherwise. */
export const FormDifference = ({ diff }: { diff: Difference }) => {
  const translate = useTranslate();
  const rangeOf = useRange();
  const { from, added, removed, changed, quantity } = diff;
  const isSame = added.length + removed.length + changed.length === 0 && quantity === null;
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Typography variant="delta" tag="h3">
        {translate('difference.against', { revision: from })}
      </Typography>
      {isSame && <Typography>{translate('difference.none')}</Typography>}
      {added.length > 0 && (
        <Part title={translate('difference.added')}>
          {added.map(({ field, label }) => (
            <Typography key={field} tag="li">
              {label}
            </Typography>
          ))}
        </Part>
      )}
      {removed.length > 0 && (
        <Part title={translate('difference.removed')}>
          {removed.map(({ field, label }) => (
            <Typography key={field} tag="li">
              {label}
            </Typography>
          ))}
        </Part>
      )}
      {(changed.length > 0 || quantity !== null) && (
        <Part title={translate('difference.changed')}>
          {changed.map(({ field, label, changes }) => (
            <Box key={field} tag="li">
              <Typography>{label}</Typography>
              {changes.map((change) => (
                <Typography
                  key={change.property}
                  variant="pi"
                  textColor="neutral600"
                  tag="p"
                  style={{ overflowWrap: 'anywhere' }}
                >
                  {describeChange(change, translate)}
                </Typography>
              ))}
            </Box>
          ))}
          {quantity !== null && (
            <Typography tag="li">
              {translate('difference.change', {
                property: translate('difference.quantity'),
                from: rangeOf(quantity.from),
                to: rangeOf(quantity.to),
              })}
            </Typography>
          )}
        </Part>
      )}
    </Flex>
  );
};
