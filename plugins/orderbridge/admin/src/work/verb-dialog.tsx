import { useState } from 'react';
import {
  Button,
  Field,
  Flex,
  Modal,
  SingleSelect,
  SingleSelectOption,
  Textarea,
  TextInput,
} from '@strapi/design-system';
import { useTranslate, type TranslationKey } from '../translate';
import { useGetResolutionCodesQuery } from './resolution-codes-query';
import { EMPTY_INPUT, formOf, isComplete, toBody, type VerbInput } from './verb-form';
import { useActMutation } from './work-queries';
import type { Parent, ParentPath } from './work-types';
import { useNotified } from './use-notified';

interface VerbDialogProps {
  readonly path: ParentPath;
  readonly parent: Parent;
  readonly verb: string;
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
export const VerbDialog = ({ path, parent, verb, onClose }: VerbDialogProps) => {
  const translate = useTranslate();
  const notified = useNotified();
  const [act, { isLoading }] = useActMutation();
  const [input, setInput] = useState<VerbInput>(EMPTY_INPUT);
  const change = (part: Partial<VerbInput>) => setInput((before) => ({ ...before, ...part }));

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
    <Modal.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Modal.Content>
        <Modal.Header>
          <Modal.Title>
            {parent.number}: {title}
          </Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={4}>
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
              <Field.Root
                name="reason"
                required={form.reason === 'needed'}
                hint={translate('work.seen')}
              >
                <Field.Label>{translate('work.reason')}</Field.Label>
                <Textarea
                  value={input.reason}
                  onChange={({ target }) => change({ reason: target.value })}
                />
                <Field.Hint />
              </Field.Root>
            )}
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" onClick={onClose}>
            {translate('work.close')}
          </Button>
          <Button
            onClick={() => void confirm()}
            disabled={!isComplete(form, input)}
            loading={isLoading}
          >
            {title}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
};
