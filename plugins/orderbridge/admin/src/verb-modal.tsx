import type { ReactNode } from 'react';
import { Button, Flex, Modal } from '@strapi/design-system';
import { useTranslate } from './translate';

interface VerbModalProps {
  readonly title: string;
  /** What the button says that does it. */
  readonly confirm: string;
  readonly isReady?: boolean;
  readonly isBusy: boolean;
  readonly isDangerous?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog that asks before something is done. */
export const VerbModal = ({
  title,
  confirm,
  isReady = true,
  isBusy,
  isDangerous = false,
  onConfirm,
  onClose,
  children,
}: VerbModalProps) => {
  const translate = useTranslate();
  return (
    <Modal.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Modal.Content>
        <Modal.Header>
          <Modal.Title>{title}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={4}>
            {children}
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" onClick={onClose}>
            {translate('work.close')}
          </Button>
          <Button
            variant={isDangerous ? 'danger' : 'default'}
            onClick={onConfirm}
            disabled={!isReady}
            loading={isBusy}
          >
            {confirm}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
};
