import type { Texts } from './messages'
import type ru from './ru.check'

export default {
  check: {
    title: 'Is a detailization genuine',
    lead: 'Check a PDF file, or the code on the last page. No line is needed; when there is one, the registry is asked too.',
    code: 'Code on the last page',
    hint: 'Scan the QR code or paste its text.',
    openFile: 'Open a PDF file',
    checkCode: 'Check the code',
    noFile: 'No file was chosen.',
    verdicts: {
      genuine: {
        file: 'Genuine file',
        code: 'Genuine code',
      },
      altered: {
        file: 'The file was altered',
        code: 'The code was altered',
      },
      unknown: {
        file: 'Cannot be confirmed',
        code: 'Cannot be confirmed',
      },
    },
    advice: {
      genuine: {
        file: 'The operator issued this file, and it has not changed since.',
        code: 'The operator’s registry signed these facts. Compare them with the sheet: a genuine one shows the same.',
      },
      altered: {
        file: 'The file is not as the operator issued it. Do not accept it.',
        code: 'These are not the facts the registry signed. Scan the code again; if the answer stays, do not accept the sheet.',
      },
      unknown: {
        file: 'This is no detailization of the operator, or another system issued it, or the registry did not confirm it. Do not accept it as genuine.',
        code: 'This is no code of a detailization, or another system issued it, or the registry did not confirm it. Do not accept it as genuine.',
      },
    },
    checked: 'What was checked',
    facts: {
      signed: 'The file has one signature of the operator',
      whole: 'The signature covers the whole file',
      unchanged: 'The file has not changed since it was signed',
      certificate: 'The counter’s certificate is valid',
      claim: 'The registry signed the facts',
      registered: 'The registry has the number',
      fileHash: 'The registry has this very file',
    },
    states: {
      held: 'Yes',
      failed: 'No',
      unknown: 'Unknown',
      unasked: 'Not asked',
    },
    offline: 'The registry was not asked: the core system does not answer. The answer rests on the signatures.',
    says: 'What the paper says',
    claim: {
      number: 'Number of the detailization',
      msisdn: 'Subscriber’s number',
      period: 'Period',
      rows: 'Records',
      total: 'Total',
      topUps: 'Top-ups',
      registeredAt: 'Registered',
      signer: 'Counter',
    },
  },
} as const satisfies Texts<typeof ru>
