import {
  Field,
  SingleSelect,
  SingleSelectOption,
  Textarea,
  TextInput,
} from '@strapi/design-system';
import { useTranslate, type TranslationKey } from '../translate';
import { VerbModal } from '../verb-modal';
import { useGetResolutionCodesQuery } from './resolution-codes-query';
import { formOf, isComplete, toBody, type VerbInput } from './verb-form';
import { useActMutation } from './work-queries';
import type { Parent, ParentPath } from './work-types';
import { useNotified } from '../use-notified';

/** A verb that somebody has chosen, with what they have filled in so far. */
export interface OpenVerb {
  readonly verb: string;
  readonly input: VerbInput;
}

interface VerbDialogProps {
  readonly path: ParentPath;
  readonly parent: Parent;
  readonly dialog: OpenVerb;
  readonly onChange: (input: VerbInput) => void;
  readonly onClose: () => void;
}

interface SolutionFieldsProps {
  readonly input: VerbInput;
  readonly change: (part: Partial<VerbInput>) => void;
}

const SolutionFields = ({ input, change }: SolutionFieldsProps) => {
  const translate = useTranslate();
  const { data: codes = [] } = useGetResolutionCodesQuery(undefined);
  return (
    <>
      <Field.Root required name="code">
        <Field.Label>{translate('work.resolution')}</Field.Label>
        <SingleSelect
          value={input.code}
          onChange={(code) => change({ code: String(code) })}
          placeholder={translate('work.resolution.choose')}
        >
          {codes.map(({ code, name }) => (
            <SingleSelectOption key={code} value={code}>
              {name}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      </Field.Root>
      <Field.Root required name="notes" hint={translate('work.seen')}>
        <Field.Label>{translate('work.notes')}</Field.Label>
        <Textarea value={input.notes} onChange={({ target }) => change({ notes: target.value })} />
        <Field.Hint />
      </Field.Root>
    </>
  );
};

/** Asks for what a verb needs, and does it. */
export const VerbDialog = ({ path, parent, dialog, onChange, onClose }: VerbDialogProps) => {
  const translate = useTranslate();
  const notified = useNotified();
  const [act, { isLoading }] = useActMutation();
  const { verb, input } = dialog;
  const change = (part: Partial<VerbInput>) => onChange({ ...input, ...part });

  const form = formOf(path, verb);
  const title = translate(`verb.${verb}` as TranslationKey);
  const confirm = async () => {
    const body = toBody(form, input, parent.version);
    const isDone = await notified(
      () => act({ path, documentId: parent.documentId, verb, body }),
      translate('work.done', { verb: title, number: parent.number }),
      translate('work.failed'),
    );
    if (isDone) onClose();
  };

  return (
    <VerbModal
      title={`${parent.number}: ${title}`}
      confirm={title}
      isReady={isComplete(form, input)}
      isBusy={isLoading}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      {form.takesResolution && <SolutionFields input={input} change={change} />}
      {form.takesStart && (
        <Field.Root required name="startAt">
          <Field.Label>{translate('work.start')}</Field.Label>
          <TextInput
            type="datetime-local"
            value={input.startAt}
            onChange={({ target }) => change({ startAt: target.value })}
          />
        </Field.Root>
      )}
      {form.reason !== 'none' && (
        <Field.Root name="reason" required={form.reason === 'needed'} hint={translate('work.seen')}>
          <Field.Label>{translate('work.reason')}</Field.Label>
          <Textarea
            value={input.reason}
            onChange={({ target }) => change({ reason: target.value })}
          />
          <Field.Hint />
        </Field.Root>
      )}
    </VerbModal>
  );
};
