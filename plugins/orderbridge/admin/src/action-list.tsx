import { Button, Flex, Typography } from '@strapi/design-system';
import type { Action } from '../../shared/actions';
import { useTranslate, type TranslationKey } from './translate';
import { useReason } from './use-reason';

interface ActionListProps {
  readonly actions: readonly Action[];
  readonly onChoose: (action: string) => void;
}

/** A button for each thing that can be done, and why not for each that cannot. */
export const ActionList = ({ actions, onChoose }: ActionListProps) => {
  const translate = useTranslate();
  const say = useReason();
  const nameOf = ({ action }: Action) => translate(`verb.${action}` as TranslationKey);
  const refused = actions.filter((action) => !action.allowed);
  return (
    <>
      {actions
        .filter(({ allowed }) => allowed)
        .map((action) => (
          <Button
            key={action.action}
            variant="secondary"
            fullWidth
            onClick={() => onChoose(action.action)}
          >
            {nameOf(action)}
          </Button>
        ))}
      {refused.length > 0 && (
        <details>
          <summary>
            <Typography tag="span" textColor="neutral600">
              {translate('work.refused')}
            </Typography>
          </summary>
          <Flex direction="column" alignItems="stretch" gap={2} paddingTop={2}>
            {refused.map((action) => (
              <Typography key={action.action} variant="pi" textColor="neutral600">
                <strong>{nameOf(action)}</strong>: {say(action)}
              </Typography>
            ))}
          </Flex>
        </details>
      )}
    </>
  );
};
