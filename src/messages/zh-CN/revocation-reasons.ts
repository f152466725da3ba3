import type { Messages } from '../shape.ts';

export const revocationReasons: Messages['revocationReasons'] = {
  issued_in_error: '证明系误发',
  wrong_person: '证明发给了他人',
  wrong_data: '证明内容有误',
  fraud: '号码系被冒用注销',
  key_compromise: '签名密钥可能被他人使用',
  ordered_by_authority: '应法院或主管机关要求',
  unlisted: '其他原因',
};
