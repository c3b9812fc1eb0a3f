"""A release has one version, wherever it is named, and the AWS Serverless Application Repository would take its template."""

import contextlib
import http.server
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import unittest
import xml.etree.ElementTree
import zipfile

from samcli.yamlhelper import yaml_parse
from transform import read

ROOT = pathlib.Path(__file__).resolve().parents[2]
POM = "{http://maven.apache.org/POM/4.0.0}"


def text(path):
    return (ROOT / path).read_text(encoding="utf-8")


def poms():
    skipped = {"target", "node_modules", "dist"}
    return [path for path in ROOT.rglob("pom.xml") if not skipped.intersection(path.relative_to(ROOT).parts)]


def version(pom):
    project = xml.etree.ElementTree.parse(pom).getroot()
    own = project.find(f"{POM}version")
    return (own if own is not None else project.find(f"{POM}parent/{POM}version")).text


VERSION = version(ROOT / "pom.xml")
APPLICATION = read(ROOT / "template.yaml")["Metadata"]["AWS::ServerlessRepo::Application"]


class OneVersion(unittest.TestCase):
    def test_of_all_modules(self):
        self.assertGreater(len(poms()), 30)
        for pom in poms():
            self.assertEqual(VERSION, version(pom), pom)

    def test_of_the_api(self):
        self.assertEqual(VERSION, re.search(r"^  version: (.*)$", text("docs/openapi.yaml"), re.M)[1])

    def test_of_the_changes(self):
        self.assertEqual(VERSION, re.search(r"^## (.*)$", text("CHANGELOG.md"), re.M)[1])

    def test_of_the_construct(self):
        self.assertEqual(VERSION, json.loads(text("deploy/cdk/package.json"))["version"])
        lock = json.loads(text("deploy/cdk/package-lock.json"))
        self.assertEqual([VERSION, VERSION], [lock["version"], lock["packages"][""]["version"]])
        self.assertIn(f"latchkey-cdk-{VERSION}.tgz", text("deploy/cdk/README.md"))

    def test_of_the_application(self):
        self.assertEqual(VERSION, APPLICATION["SemanticVersion"])

    def test_of_the_files_of_a_release(self):
        self.assertEqual({VERSION}, set(re.findall(r"latchkey-(\d+\.\d+\.\d+)", text("docs/deploying.md"))))

    def test_of_what_to_go_back_to(self):
        self.assertIn(f"## {re.search('git checkout v(.*)', text('docs/upgrading.md'))[1]}\n", text("CHANGELOG.md"))


class Application(unittest.TestCase):
    """What SAR's API takes (CreateApplication): https://docs.aws.amazon.com/serverlessrepo/latest/devguide/applications.html"""

    def test_texts_are_of_the_form_and_length_that_it_takes(self):
        for key, pattern in {
            "Name": r"[a-zA-Z0-9-]{1,140}",
            "Description": r".{1,256}",
            "Author": r"[a-zA-Z0-9]([a-zA-Z0-9-]{0,125}[a-zA-Z0-9])?",
            "SemanticVersion": r"\d+\.\d+\.\d+",
            "SpdxLicenseId": r"Apache-2\.0",
        }.items():
            self.assertRegex(APPLICATION[key], f"^{pattern}$", key)
        self.assertLessEqual(len(APPLICATION["Labels"]), 10)
        for label in APPLICATION["Labels"]:
            self.assertRegex(label, r"^[a-zA-Z0-9+_:/@-]{1,127}$")

    def test_licence_and_readme_are_beside_it_here_and_in_a_release(self):
        release = re.search(r'^cp (samconfig.*) "\$dist/"$', text("deploy/release"), re.M)[1].split()
        for key in ("LicenseUrl", "ReadmeUrl"):
            self.assertTrue((ROOT / APPLICATION[key]).is_file(), key)
            self.assertIn(APPLICATION[key], release)


class Bucket(http.server.BaseHTTPRequestHandler):
    """A stand-in for S3, which has nothing and takes everything."""

    protocol_version = "HTTP/1.1"

    def answer(self, status):
        self.send_response(status)
        self.send_header("ETag", '"1"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_HEAD(self):
        self.answer(404)

    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.objects[self.path.split("?")[0]] = body
        self.answer(200)

    def log_message(self, format, *arguments):
        pass


@contextlib.contextmanager
def bucket():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Bucket) as server:
        server.objects = {}
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class Packaged(unittest.TestCase):
    """The SAM CLI packages a release as it is after unpacking, without Maven and without a build."""

    def test_all_that_the_template_names_is_uploaded(self):
        template = subprocess.run([ROOT / "deploy/release", "--template"], check=True, capture_output=True, text=True).stdout
        jars = set(re.findall(r"CodeUri: (jars/\S+)", template))
        self.assertIn("jars/session.jar", jars)
        with tempfile.TemporaryDirectory() as name, bucket() as server:
            folder = pathlib.Path(name)
            (folder / "template.yaml").write_text(template, encoding="utf-8")
            (folder / "jars").mkdir()
            for jar in jars:
                with zipfile.ZipFile(folder / jar, "w") as archive:
                    archive.writestr("name", f"this is {jar}")
            for key in ("LicenseUrl", "ReadmeUrl"):
                (folder / APPLICATION[key]).write_text(key, encoding="utf-8")
            self.package(folder, f"http://127.0.0.1:{server.server_port}")
            packaged = yaml_parse((folder / "packaged.yaml").read_text(encoding="utf-8"))
        for jar in jars:
            self.assertTrue(any(f"this is {jar}".encode() in body for body in server.objects.values()), jar)
        for name, function in packaged["Resources"].items():
            if function["Type"] == "AWS::Serverless::Function":
                self.assertRegex(function["Properties"]["CodeUri"], "^s3://a-bucket/", name)
        application = packaged["Metadata"]["AWS::ServerlessRepo::Application"]
        self.assertRegex(application["LicenseUrl"], "^s3://a-bucket/")
        self.assertRegex(application["ReadmeUrl"], "^s3://a-bucket/")

    def package(self, folder, endpoint):
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
            "AWS_ENDPOINT_URL_S3": endpoint,
            "AWS_ACCESS_KEY_ID": "nobody",
            "AWS_SECRET_ACCESS_KEY": "nothing",
            "AWS_DEFAULT_REGION": "eu-central-1",
            "SAM_CLI_TELEMETRY": "0",
        }
        sam = pathlib.Path(sys.executable).with_name("sam")
        command = [sam, "package", "--s3-bucket", "a-bucket", "--output-template-file", "packaged.yaml"]
        run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
        self.assertEqual(0, run.returncode, run.stdout + run.stderr)


if __name__ == "__main__":
    unittest.main()
