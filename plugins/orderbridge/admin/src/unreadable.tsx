import { Typography } from '@strapi/design-system';
import { useTranslate } from './translate';
import { useReason } from './use-reason';

interface Failed {
  readonly status?: number;
  readonly message?: string;
  readonly details?: { readonly code?: string };
}

/** Whether the server refused for want of a right, as against not having been able to answer. */
export const isForbidden = (error: unknown): boolean => (error as Failed).status === 403;

/** Says why something is not shown: a right is missing, or why the server does not answer. */
export const Unreadable = ({ error }: { error: unknown }) => {
  const translate = useTranslate();
  const say = useReason();
  const { message: reason = translate('plugin.failed'), details } = error as Failed;
  return (
    <Typography textColor="neutral600">
      {isForbidden(error) ? translate('plugin.forbidden') : say({ code: details?.code, reason })}
    </Typography>
  );
};
