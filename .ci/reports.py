"""Writes reports with random figures and texts, for the template whose report as
JSON is given: reports.py IMPORTED OUT-PREFIX COUNT"""
import json
import random
import sys

figures = ["", "0", "12", "1,113", "746（街镇事项按统一数量，不重复统计）", "22\n其中修订 16 件", "无", "/", "见附件", "本单位未制作规章", "1234567", "5（<b>&）"]
texts = ["本年度各项工作有序推进。", "（一）主动公开。全年公开12条，占33.9%。", "（二）依申请公开", "一是办理申请12件；", "<b>&amp;\"引号\"'</b><script>alert(1)</script>", "]]> <!-- --> &#0;",
         "𬭊与㛃", "长" * 3000, "x" * 900, "注：含上年度结转。", "无", "=SUM(A1:A9)"]

source, prefix, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
blank = json.load(open(source, encoding="utf-8"))
sections = ["preamble", "overview", "proactive", "requests", "disputes", "problems", "other", "signature"]
rng = random.Random(source)
for i in range(count):
    report = {"form": blank["form"], "year": blank["year"], "organ": rng.choice(["某市某局", "A&B <某>县人民政府", "𬭊县人民政府 某开发区管委会"]),
              "texts": {s: "\n".join(rng.choices(texts, k=rng.randrange(4))) for s in sections},
              "values": {f: rng.choice(figures) for f in blank["values"]}}
    with open(f"{prefix}{i}.json", "w", encoding="utf-8") as out:
        json.dump(report, out, ensure_ascii=False, indent=1)
