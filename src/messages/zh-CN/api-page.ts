import type { Messages } from '../shape.ts';

export const apiPage: Messages['apiPage'] = {
  title: 'HTTP 接口',
  lead: '供运营商的业务系统和对接人员使用。内容取自服务器自身遵守的接口约定。',
  download: '接口约定（OpenAPI 3.1）',
  language: '名称与说明为英文。',
  begin: '如何调用',
  beginText:
    '请携带令牌：Authorization: Bearer hbk_…（由 handback tokens make 生成）。每次写入都要带 Idempotency-Key。被拒绝时返回带固定代码的问题详情。',
  contents: '接口列表',
  who: '谁可以调用',
  ways: {
    anyone: '任何人',
    session: '已登录的用户',
    receipt: '持有该办理单回执的人',
    token: (scopes) => `工作人员或业务系统，令牌须有权限 ${scopes}`,
  },
  parameters: '参数',
  required: '必填',
  places: { path: '路径', query: '查询', header: '请求头', cookie: 'Cookie' },
  body: '请求体',
  bytes: '原样发送文件。',
  call: '示例',
  answers: '返回',
  nothing: '无内容',
  errors: '错误代码',
  schemas: '数据结构',
};
