import { Typography } from '@strapi/design-system';
import { useTranslate } from './translate';

interface Failed {
  readonly status?: number;
  readonly message?: string;
}

/** Whether the server refused for want of a right, as against not having been able to answer. */
export const isForbidden = (error: unknown): boolean => (error as Failed).status === 403;

/** Says why something is not shown: a right is missing, or what the server says. */
export const Unreadable = ({ error }: { error: unknown }) => {
  const translate = useTranslate();
  const { message = translate('plugin.failed') } = error as Failed;
  return (
    <Typography textColor="neutral600">
      {isForbidden(error) ? translate('plugin.forbidden') : message}
    </Typography>
  );
};
