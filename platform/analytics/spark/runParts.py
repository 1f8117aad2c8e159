# Reads exported entries by their folders alone and runs the statement of each part over them, on Apache Spark.
import json
import sys
from decimal import Decimal

from pyspark.sql import SparkSession


def text(value):
    """As parts have it: numbers as decimal text, never with an exponent."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def rows(spark, job):
    folder = f"{job['root']}/dataset={job['dataset']}/zone={job['zone']}"
    reader = spark.read.option("basePath", job["root"]).option("mergeSchema", "true")
    reader.parquet(folder).createOrReplaceTempView("entries")
    named = {f"p{index}": value for index, value in enumerate(job["parameters"], start=1)}
    found = spark.sql(job["text"], args=named).collect()
    return [[text(value) for value in row] for row in found]


def main():
    jobs = json.load(sys.stdin)
    spark = (
        SparkSession.builder.appName("causeway")
        .config("spark.ui.enabled", "false")
        .config("spark.log.level", "ERROR")
        .config("spark.sql.ansi.enabled", "true")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.sql.sources.partitionColumnTypeInference.enabled", "false")
        .getOrCreate()
    )
    answer = {"engine": f"spark {spark.version}", "parts": [rows(spark, job) for job in jobs]}
    spark.stop()
    json.dump(answer, sys.stdout)


main()
