import type { Messages } from '../shape.ts';

/** What the elements of the network answered, on paper and on every page. */
export const networkAnswers: Messages['networkAnswers'] = {
  stages: {
    save_subscriber: '记录原状',
    bar: '停止接入',
    detach: '断开',
    remove: '删除',
    cancel_profiles: '收回 eSIM',
    prove_absent: '复查',
    undo_bar: '恢复接入',
  },
  meanings: {
    subscriber_found: '查到此用户',
    subscriber_absent: '网络中无此用户',
    no_serving_node: '无服务节点',
    access_refused: '已拒绝接入',
    access_restored: '已恢复接入',
    bar_lifted: '停机被他方解除',
    location_cancelled: '服务节点确认断开',
    cancel_refused: '服务节点拒绝',
    node_unreachable: '无法连接服务节点',
    node_silent: '服务节点未应答',
    absent_at_node: '已询问服务节点：无此用户',
    present_at_node: '已询问服务节点：用户仍在',
    keys_removed: '鉴权密钥已删除',
    subscriber_deleted: '用户已删除',
    order_cancelled: 'eSIM 配置文件已收回',
    profile_on_device: '配置文件已下载到设备',
    profile_unknown: '无此配置文件',
    order_refused: '配置文件未收回',
    not_understood: '应答无法识别',
  },
  detachments: {
    node_asked: { short: '已断开（已询问节点）', plain: '已询问每个服务节点，均已无此线路。' },
    acknowledged: { short: '已断开（节点已应答）', plain: '每个服务节点都应答已断开此线路。' },
    not_attached: { short: '未在网', plain: '网络未指明有节点在为它提供服务。' },
    unconfirmed: { short: '断开未获确认', plain: '至少有一个服务节点是否已断开，无从得知。' },
  },
  unconfirmedWhy: {
    present_at_node: '最后询问时，有服务节点仍保有此线路。',
    cancel_refused: '有服务节点以错误应答，无法确认它已断开此线路。',
    node_unreachable: '有服务节点无法连接，无法确认它已断开此线路。',
    node_silent: '有服务节点没有应答，无法确认它已断开此线路。',
    not_asked: '并非每个服务节点都被询问过，无法确认它们已断开此线路。',
  },
};
