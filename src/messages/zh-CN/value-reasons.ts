import type { ValueReasons } from '../value-reasons.ts';

export const valueReasons: ValueReasons = {
  table: {
    spreadsheet_number: '电子表格把数字改成了科学计数法（如 8.986E+19），请将该列设为文本后重新导出。',
    decimal_number: '末尾带有小数（如 12345.0），说明该列被当作数值处理。请按文本重新导出，以免多位或少位。',
    rounded_number: '第十五位之后全是 0，说明电子表格做了取舍，请将该列设为文本后重新导出。',
  },
  msisdn: {
    too_short: '位数少于该国家或地区的号码，请填写完整号码。',
    too_long: '位数多于该国家或地区的号码，请只填写号码本身。',
    trunk_zero: '请去掉国家或地区代码与号码之间的 0。',
    national_form:
      '该国家或地区没有这样的手机号码。请填写完整号码，例如 138 0013 8000 或 +86 138 0013 8000。',
    country_code: '国家或地区代码不以 0 开头。请以 + 加国家或地区代码开头，例如 +86。',
    ambiguous: '无法分辨开头是否为国家或地区代码。请在国家或地区代码前加 +。',
  },
  iccid: {
    nibbles_swapped: '这是卡内存储的字节，请将每个字节的两位数字对调。',
    padding_inside: '填充符 F 出现在中间。F 只能在末尾，或不写。',
    not_telecom: '移动运营商的卡号以 89 开头。',
  },
  document: {
    empty: '请填写证件号码。',
    country: '缺少签发国家或地区，或与证件类型不符。',
    old_form: '这是第一代身份证的 15 位号码，2013 年起已停用，请填写 18 位号码。',
    length: '位数不对，请照证件原样填写。',
    form: '含有此类证件号码中没有的字符，请照证件原样填写。',
    region: '开头的地区代码不属于此类证件，请照证件原样填写。',
    birth_date: '其中的出生日期不存在，请照证件原样填写。',
    birth_date_to_come: '其中的出生日期还没有到，请照证件原样填写。',
    check_digit: '最后一位与其余各位不符，其中有一位填错了。',
  },
  code: {
    empty: '请填写短信中的六位数字。这次不计入可试次数。',
    length: '验证码为六位数字。这次不计入可试次数。',
    form: '请只填写短信中的六位数字。这次不计入可试次数。',
    four_digits: '页面上的数字为四位，发到其他联系方式的为六位。这次不计入可试次数。',
  },
  photo: {
    empty: '请先选择照片。',
    too_large: '照片最大 8 MB，请降低分辨率后重拍。',
    format: '请使用 JPEG、PNG 或 WebP 照片。以文件内容为准，不看文件名。',
    truncated: '文件不完整，缺少末尾部分，请重拍。',
    damaged: '文件已损坏，请重拍。',
    more_than_a_picture: '文件里除照片外还有别的内容，请关闭动态照片后重拍。',
    moving: '请使用静态照片。',
    too_small: '照片太小，看不清内容，每边至少 200 像素。',
    too_many_pixels: '照片过大，每边最多 10,000 像素，总共最多 5,000 万像素。',
    too_many: '一次办理最多保存 12 张照片。',
  },
};
