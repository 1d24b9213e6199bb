import { Checkbox, Field, Textarea, TextInput, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { createDialogStore } from '../dialog-store';
import { useTranslate, type TranslationKey } from '../translate';
import { VerbModal } from '../verb-modal';
import { useTellFailure } from '../use-notified';
import {
  CONNECTION_FORMS,
  isComplete,
  toDeed,
  type ConnectionInput,
  type Target,
} from './connection-form';
import { useDoWithConnectionMutation, type Shown } from './connection-queries';
import { ShownOnce } from './shown-once';

/** A verb that somebody has chosen, with what they have filled in, and what it answered. */
interface OpenVerb {
  readonly verb: string;
  readonly input: ConnectionInput;
  readonly shown?: Shown;
}

export const useConnectionDialog = createDialogStore<OpenVerb>();

interface FieldsProps {
  readonly verb: string;
  readonly input: ConnectionInput;
  readonly change: (part: Partial<ConnectionInput>) => void;
}

const Fields = ({ verb, input, change }: FieldsProps) => {
  const translate = useTranslate();
  return (CONNECTION_FORMS[verb]?.fields ?? []).map((field) => {
    if (field === 'compromised') {
      return (
        <Checkbox
          key={field}
          checked={input.compromised}
          onCheckedChange={(checked) => change({ compromised: checked === true })}
        >
          {translate('connections.compromised')}
        </Checkbox>
      );
    }
    const Input = field === 'invitation' ? Textarea : TextInput;
    return (
      <Field.Root key={field} name={field} required hint={translate(`connections.${field}.hint`)}>
        <Field.Label>{translate(`connections.${field}`)}</Field.Label>
        <Input
          value={input[field]}
          onChange={({ target }: { target: { value: string } }) =>
            change({ [field]: target.value })
          }
        />
        <Field.Hint />
      </Field.Root>
    );
  });
};

interface ConnectionDialogProps {
  readonly target: Target;
  /** What people call the connection or the consumer. */
  readonly name: string;
}

/** Asks before a verb is used, uses it, and shows what its answer says once. */
export const ConnectionDialog = ({ target, name }: ConnectionDialogProps) => {
  const translate = useTranslate();
  const { toggleNotification } = useNotification();
  const tellFailure = useTellFailure();
  const [dialog, setDialog] = useConnectionDialog(target.documentId);
  const [perform, { isLoading, reset }] = useDoWithConnectionMutation();
  const form = dialog && CONNECTION_FORMS[dialog.verb];
  if (dialog === undefined || form === undefined) return null;

  const { verb, input, shown } = dialog;
  const verbName = translate(`verb.${verb}` as TranslationKey);
  const title = `${name}: ${verbName}`;
  const close = () => setDialog(undefined);
  if (shown !== undefined && form.shows !== undefined) {
    return <ShownOnce title={title} shown={shown} what={form.shows} onClose={close} />;
  }

  const confirm = async () => {
    const result = await perform(toDeed(verb, target, input));
    // The panel's store would keep a secret that was shown, and an invitation that was pasted.
    reset();
    if ('error' in result) {
      tellFailure(result.error, translate('work.failed'));
      return;
    }
    toggleNotification({
      type: 'success',
      message: translate('work.done', { verb: verbName, number: name }),
    });
    if (form.shows === undefined) close();
    // Who has left the dialog meanwhile does not find it open again.
    else setDialog((current) => current && { ...current, shown: result.data });
  };

  return (
    <VerbModal
      title={title}
      confirm={verbName}
      isReady={isComplete(verb, input)}
      isBusy={isLoading}
      isDangerous={form.isDangerous === true}
      onConfirm={() => void confirm()}
      onClose={close}
    >
      <Typography>{translate(form.text)}</Typography>
      <Fields
        verb={verb}
        input={input}
        change={(part) => setDialog({ ...dialog, input: { ...input, ...part } })}
      />
    </VerbModal>
  );
};
