"""What files usually call our columns, in English and Chinese.

Names stand with commas or line breaks between, the surest first; those between two semicolons say the same, so that a
file that has two of them is unclear.
"""

from collections.abc import Mapping
from typing import Final

USUAL: Final[Mapping[str, str]] = {
    "Date": """
date, response date, recorded date, submission date, submitted at, completion time, completed at
date submitted, close date, closed date, closed at, order date, sale date, invoice date
contact date, call date, request date, 日期, 提交时间, 提交答卷时间, 答题时间, 填写时间, 评价时间
成交日期, 成交时间, 下单时间, 下单日期, 订单日期, 销售日期, 通话日期, 结单日期, 统计日期, fecha
datum
;
timestamp, end date, end time, updated at, time, day, 时间戳记, 时间, 结束时间, 完成时间, 更新时间
通话时间
;
created at, created date, create date, created on, creation date, start date, start time, 创建时间
创建日期, 开始时间
""",
    "Customer": """
customer id, customer number, customer no, client id, account id, account number, respondent
member id, external reference, external data reference, recipient email, 客户编号, 客户号, 会员号
会员编号, 会员卡号, 客户id, 用户id
;
customer, client, account, customer name, account name, requester, 客户, 客户名称, 客户姓名, 用户
会员
;
email, e-mail, email address, phone, phone number, mobile, 手机号, 手机号码, 手机, 电话, 联系电话
邮箱
;
respondent id, response id, id, 序号, 答卷编号, 答卷序号, 编号
""",
    "Segment": """
segment, customer segment, customer type, customer group, client type, client segment, account type
tier, customer tier, 客户类型, 客户分类, 客户分层, 客户细分, 细分, 客户等级, 客户群, 会员等级
用户类型
;
group, class, category, level, 等级, 类型, 分类, 类别
""",
    "Index": """
index, csat, csat score, overall satisfaction, satisfaction score, satisfaction index
satisfaction rating, 总体满意度, 整体满意度, 满意度, 满意度评分, 满意度得分, 满意度指数, 满意度评价
综合满意度
;
satisfaction, score, rating, stars, 评分, 得分, 评价, 打分, 星级, 分数
""",
    "Person": """
person, agent, rep, sales rep, representative, sales representative, salesperson, sales person
seller, employee, owner, deal owner, opportunity owner, account executive, agent name, employee name
坐席, 座席, 客服, 业务员, 销售员, 销售人员, 员工, 负责人, 销售负责人, 业务代表, 销售代表, 姓名
员工姓名, 坐席姓名
;
assignee, assigned to, employee id, agent id, name, user, 工号, 员工编号, 坐席工号, 经办人, 销售
""",
    "Sales": """
sales, sales amount, revenue, net sales, turnover, total sales, 销售额, 营业额, 销售金额, 营收, 收入
;
amount, total, line total, deal amount, value, order amount, 金额, 成交金额, 订单金额, 总额
""",
    "Profit": "profit, gross profit, margin, gross margin, 利润, 毛利, 毛利润, 利润额, 毛利额",
    "Cost": "cost, costs, expense, expenses, total cost, 成本, 费用, 总成本, 支出",
    "Share": "share, first share, split, person share, 分成, 分成比例, 比例, 占比",
    "Second person": """
second person, second rep, second agent, co-seller, second owner, split with, 第二人, 协作人, 合作人
共同销售人
""",
    "Second share": "second share, second split, 第二人比例, 第二人分成, 协作比例",
    "Item": """
item, product, product name, item name, goods, sku, article, product code, item code, 产品, 商品
产品名称, 商品名称, 货品, 品名, 商品编码, 产品编码
;
description, service, 服务, 项目
""",
    "Units": "units, quantity, qty, units sold, pieces, 数量, 件数, 销售数量, 销量",
    "Price": """
price, unit price, price per unit, list price, selling price, sale price, 单价, 价格, 售价, 销售单价
""",
    "Unit price": """
unit price, price, price per unit, list price, selling price, sale price, 单价, 价格, 售价, 销售单价
""",
    "Unit cost": """
unit cost, cost per unit, cost price, 单位成本, 成本单价, 进价, 成本价
;
cost, 成本
""",
    "Returned": """
returned, returns, returned units, units returned, quantity returned, 退货, 退货数量, 退货数
""",
    "Returned units": """
returned units, returned, returns, units returned, quantity returned, 退货, 退货数量, 退货数
""",
    "Line total": """
line total, line amount, total price, extended price, subtotal, 小计, 行金额, 总价
;
amount, total, net amount, order total, order amount, sales amount, deal amount, sales, 金额, 总额
订单金额, 成交金额, 销售额
""",
    "Discount": "discount, discount amount, rebate, 折扣, 折扣额, 优惠, 优惠金额",
    "Order": """
order, order id, order number, order no, order name, invoice, invoice number, 订单, 订单号, 订单编号
单号
""",
    "Territory": "territory, region, area, sales territory, district, 区域, 地区, 大区, 销售区域, 片区",
    "Lead": """
lead, lead id, lead name, opportunity name, opportunity, opportunity id, deal name, deal, deal id
线索, 线索编号, 线索名称, 商机, 商机名称, 商机编号
""",
    "Outcome": """
outcome, stage, deal stage, stage name, opportunity stage, lead status, result, 结果, 阶段, 销售阶段
商机阶段, 商机状态, 跟进结果
;
status, state, 状态
""",
    "Contribution": "contribution, centre contribution, center contribution, 贡献, 中心贡献, 作用",
    "Value": """
value, deal value, opportunity value, profit, deal profit, 价值, 商机金额, 利润
;
amount, deal amount, expected revenue, total, 金额, 成交金额, 预计金额
""",
    "Follower's outcome": "follower's outcome, follower outcome, 跟进人结果",
    "Follower's contribution": "follower's contribution, follower contribution, 跟进人评价",
    "Function": """
function, contact function, call type, contact reason, call reason, purpose, 职能, 业务类型
来电类型, 通话类型, 呼叫类型
;
type, category, reason, queue, skill, 类型, 分类, 技能组, 队列
""",
    "Contacts": """
contacts, calls, number of contacts, number of calls, handled, calls handled, count, 接触量, 通话量
接听量, 呼叫量, 话务量, 次数
""",
    "Minutes": """
minutes, handle time, handling time, total handle time, aht, talk time, call duration, duration
time spent, 时长, 通话时长, 处理时长, 通话时间长度, 服务时长, 分钟, 分钟数
;
seconds, hours, time, 秒数, 小时数, 所用时间
""",
    "Revenue": """
revenue, sales, attributed revenue, 收入, 营收, 销售额
;
amount, value, 金额
""",
    "Department": """
department, dept, division, business unit, team, requesting department, 部门, 所属部门, 申请部门
科室
;
group, 组
""",
    "Minutes given back": """
minutes given back, minutes saved, time saved, minutes, time given back, 节省分钟, 节省时间
节省时长, 节约时间
;
handle time, duration, time spent, hours saved, seconds saved, 时长, 处理时长
""",
    "Difficulty": "difficulty, complexity, weight, 难度, 难度系数, 复杂度",
}
"""Whole headers, by our names."""
WITHIN: Final[Mapping[str, str]] = {
    "Date": """
response date, submit, completion time, close date, order date, recorded date, 日期, 提交时间
;
date, timestamp, 时间
""",
    "Customer": """
customer id, customer number, client id, account id, member id, 客户编号, 会员号
;
email, phone, 手机, 邮箱
""",
    "Segment": "segment, customer type, client type, customer tier, 客户类型, 客户分类, 客户等级, 细分",
    "Index": """
overall satisfaction, overall satisfied, csat, 总体满意, 整体满意, 总体评价
;
how satisfied, satisfied with, satisfaction, satisfied, 满意
;
how would you rate, rate our, rate your, rating, score, 评分, 打分, 得分
;
how likely, recommend, nps, 推荐, 总分
""",
    "Person": """
agent, sales rep, representative, salesperson, owner, 坐席, 座席, 客服, 业务员, 销售员, 负责人
""",
    "Sales": """
sales amount, revenue, 销售额, 营业额
;
amount, 金额
""",
    "Profit": "profit, 利润, 毛利",
    "Cost": "cost, 成本",
    "Item": "product, item, 产品, 商品",
    "Units": "quantity, qty, units, 数量",
    "Price": """
unit price, 单价
;
price, 价格, 售价
""",
    "Unit price": """
unit price, 单价
;
price, 价格, 售价
""",
    "Unit cost": "unit cost, cost price, 成本",
    "Line total": """
line total, line amount, 小计
;
amount, total, 金额
""",
    "Discount": "discount, 折扣, 优惠",
    "Order": "order id, order number, order no, 订单号, 订单编号",
    "Territory": "territory, region, 区域, 地区",
    "Lead": "opportunity name, deal name, lead id, lead name, 线索, 商机名称",
    "Outcome": "stage, outcome, 阶段, 结果",
    "Value": """
value, profit, 价值
;
amount, 金额
""",
    "Function": "call type, contact type, contact reason, 业务类型",
    "Minutes": "handle time, talk time, duration, minutes, 时长, 分钟",
    "Revenue": "revenue, 收入",
    "Department": "department, 部门",
    "Minutes given back": "minutes saved, time saved, 节省",
    "Difficulty": "difficulty, 难度",
}
"""What a longer header may have in it, where none is just that."""
NEVER: Final[Mapping[str, str]] = {
    "Date": "birth, update, duration, 出生, 生日, 更新",
    "Index": """
comment, reason, why, explain, improve, suggest, tell us, dissatisfied with, 原因, 意见, 建议
为什么, 哪些, 不满意的
""",
    "Customer": "type, segment, opt, comment, agent, owner, 类型, 分类",
    "Cost": "unit",
    "Person": "email, id",
    "Units": "return, price, cost, unit price, 退货, 单价, 成本",
    "Line total": "discount, cost, profit, 折扣, 成本, 利润",
    "Sales": "discount, cost, profit, 成本, 利润, 折扣",
    "Item": "price, cost, id, 价格, 单价, 成本",
    "Minutes": "per, average",
}
"""What a longer header must not have in it."""
