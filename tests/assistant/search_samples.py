"""Small libraries for the tests of search and text answers: fictional reports, read by the real outline and passages."""

from __future__ import annotations

import hashlib
from pathlib import Path

from assistant.encode import HashingEncoder
from assistant.model import Report, Volume
from assistant.store.library import Library
from ingest.blocks import Block, Paragraph
from ingest.passages import entries, passages
from ingest.sections import outline

HOUSING = """一、部门基本情况
（一）主要职能
云川市房屋服务中心是云川市建设局所属的正科级公益一类事业单位。主要职责有：
1、负责全市公租房的配租、清查和退出管理。
2、承担中心城区房屋白蚁防治与灭治工作。
3、组织物业维修资金的归集和使用监督。
（二）机构设置
中心设3个内设机构，分别是综合科、财务科、维修资金科。
二、预算执行情况
（一）基本支出
2023年基本支出900万元，比上年减少50万元，下降5.26%。主要原因是退休2人，人员经费相应减少。
（二）项目支出
专项资金支出600万元，主要用于柳塘小区公租房的维修改造和外墙保温。专项资金坚持专款专用，严格执行财务制度，不挤占、不挪用。
本单位无国有资本经营预算支出。
公务用车运行维护费3.2万元，比上年增加0.4万元。主要原因：一是车辆老化，修理次数增加；二是油价上涨。
三、存在的问题
1、部分项目前期准备不足，资金支付进度偏慢。
2、绩效指标设置不够细化。
四、下一步改进措施
1、提前谋划项目，加快支付进度。
2、组织绩效管理培训，细化指标。
五、名词解释
（一）机关运行经费：指为保障单位运行用于购买货物和服务的各项资金，包括办公费、水电费等。
（二）“三公”经费：指因公出国（境）费、公务用车购置及运行费和公务接待费。
"""

SCHOOL = """一、主要职责
云川市实验学校是云川市教育局所属的公益二类事业单位，承担义务教育教学任务。
二、预算执行情况
本年度无政府性基金预算支出，故本表为空表。
2023年培训费12万元，比上年增加3万元，主要是新入职教师岗前培训增多。
教学楼加固工程于2023年8月竣工，位于云川市东湖路18号，投入资金240万元。
三、存在的不足
信息化设备老旧，运维经费不足。
"""

SCHOOL_BEFORE = SCHOOL.replace("2023", "2022").replace("12万元", "9万元").replace("增加3万元", "增加1万元")


def volume_of(title: str, organisation: str, year: int, text: str) -> Volume:
    """A report read from plain lines, as a parser would hand them on."""
    source = f"{title}\n{text}".encode()
    digest = hashlib.sha256(source).hexdigest()
    report = Report("r" + digest[:8], f"{title}.txt", digest, title, organisation, year, "绩效自评报告")
    blocks: list[Block] = [Paragraph(line) for line in text.splitlines() if line.strip()]
    shape = outline(blocks, report.id)
    found = passages(shape, report.id)
    return Volume(report, shape.text, tuple(shape.sections), tuple(found), (), (), tuple(entries(report, shape.sections, found, ())), source)


def library_at(folder: Path) -> Library:
    """Three reports of two bodies of one fictional city."""
    library = Library.open(folder, encoder=HashingEncoder(), create=True)
    library.put(volume_of("2023年度云川市房屋服务中心整体支出绩效自评报告", "云川市房屋服务中心", 2023, HOUSING))
    library.put(volume_of("2023年度云川市实验学校绩效自评报告", "云川市实验学校", 2023, SCHOOL))
    library.put(volume_of("2022年度云川市实验学校绩效自评报告", "云川市实验学校", 2022, SCHOOL_BEFORE))
    return library
