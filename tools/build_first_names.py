"""Build `first_names.tsv` from the first names that Faker (MIT) ships for its locales, and a list of our own.

    python tools/build_first_names.py > plugins/backfile/tagging/vocabulary/first_names.tsv

Needs `faker` at authoring time only. Names not in Latin letters, and words that are more often something else in
the news (months, places, common words), are left out.
"""

from __future__ import annotations

import importlib
import pkgutil

import faker.providers.person as person

OWN = """
Aaliyah Abdallah Abdel Abdelaziz Abdelhamid Abdul Abdulaziz Abdullah Abdullahi Abdurrahman Abhishek Abiy Abu Adebayo Adel Adnan
Aidar Aigul Aisha Aizhan Ajay Akbar Akhmed Akihiko Akihito Akio Akira Alassane Alejandro Aleksandar Aleksandr Aleksei Alexei
Alexey Alfonso Ali Alibek Aliaksandr Alikhan Aliko Alisher Aliya Alpha Amadou Amar Amina Amir Amirzhan Amit Amr Anand Anatoly
Andriy Andrzej Aneesh Angela Anil Anwar Arjun Arkady Arman Armen Arseniy Aruna Arun Arvind Asad Aseem Ashok Ashraf Asif
Askar Asif Atal Atsushi Aung Avigdor Ayman Azim Aziz Aziza Babatunde Bakyt Balakrishnan Ban Banu Bashar Bashir Bauyrzhan Bayan Benazir Benigno
Benjamin Beppe Bidzina Bolat Boris Bulat Byung-Se Cem Chandra Charan Chen Cheng Chidi Chinedu Chloe Chun Daisuke Dalia Danilo Dara Daria Daniyar
Dariga Dauren Deepak Deng Dhruv Dilma Dinara Dinesh Dmitri Dmitriy Dmitry Dominique Duong Ebrahim Ehud Eiji Ekrem Elena Elon Emeka Emmanuel Emmerson Enda
Enrique Erdogan Erlan Erzhan Essam Evgeny Evo Ewa Faisal Farid Farida Farouk Fatima Fatma Fawzi Felipe Feng Fernando Fidel Fumio Galina Gamal
Gandhi Gennady Georgi Giorgi Gitanas Gleb Goh Goran Grigory Guo Gulnara Gurbanguly Habib Haider Haile Hakan Hamad Hamid Hamza Hanan Haruhiko Harun Hasan Hashim
Hassan Hassanal Hatoyama Heydar Hideki Hideo Hirohito Hiroki Hiroshi Hisham Hosni Hossam Hossein Hui Huma Husni Hussein Ibrahim Idriss
Igor Ilham Ilya Imad Imran Indira Irina Isaias Ismail Issa Ivan Jae-in Jagdish Jair Jamal Jaswant Jawaharlal Jian Jianguo Jiang Jing Joko Jong-un
Juan Junaid Junichiro Kaia Kairat Kamal Kamala Kanat Kanye Karim Kasym-Jomart Katsuhiko Kazuo Kei Keiko Kemal Kenji Kenta Khaled Khalid Khalifa Kim Kiran Kofi Koichi Koji Kwame
Kwasi Lakshmi Laloo Laurent Lech Lei Leila Leonid Li Lin Ling Lina Lionel Liu Luiz Lula Lyudmila Maithripala Mahathir Mahinda Mahmoud Mahmud Makoto Malala Malik Mamadou Manmohan Manoj Manuel
Marat Mariano Mario Masaaki Masahiro Masako Masayoshi Mateusz Matteo Mauricio Medvedev Meles Meng Michel Mikhail Mikheil Milos Min Ming Mohamed Mohammad Mohammed Mohamud Mohamoud
Moammar Moon Moshe Mostafa Muammar Muhammad Muhammadu Mukesh Mukhtar Murat Mustafa Muqtada Nabil Nadia Nael Najib Najla Narayan Narendra Nariman Naoto Natalia Nawaz Nazrin
Neelie Nestor Ngozi Nguyen Nicola Nikol Nikolai Nikos Nitin Nizar Nobuo Nouri Nurlan Nursultan Ojukwu Olaf Oleg Oleh Olga Olusegun Omar Omer Osama Ousmane Oksana
Park Paetongtarn Pavel Pedro Perizat Petro Pham Piotr Pradeep Prakash Pranab Prasad Pratibha Praveen Priya Pyotr Qin Rafael Rafic Rahul Raila Raj Rajan Rajesh Rajiv Raghuram Rakesh Ram Rama
Ramesh Rami Ramzan Rania Ranil Rashid Ravi Rebiya Recep Reza Riad Riaz Rinat Rishi Robert Rodrigo Rohit Rouhollah Ruslan Rustam Ryutaro Sadiq Saddam Saeed Said Salim Salma
Salman Salva Samir Sanae Sanjay Sanna Saparmurat Sapar Sarath Sardar Sarvesh Satoru Satoshi Satya Saud Selahattin Serge Sergei Sergey Serhiy Serik Sergio Shahbaz Shaktikanta Shafiq Shankar Sheikh
Sherzod Shigeru Shimon Shinzo Shivraj Shunichi Shinji Silvio Sirajuddin Sofia Sonia Sri Stanislav Subrahmanyam Sukarno Suharto Sultan Sundar Sunil Suresh Sushma Susilo Svetlana Syed Tadashi Taro
Takashi Takeshi Takumi Takeo Talgat Tamer Tariq Taher Tatiana Tayyip Temir Teodoro Thabo Thaksin Thein Timur Timothy Toshihiko Toshiyuki Toomas Tsai Tung Uhuru Umar Umaru Usman Uday
Vaclav Vadim Vagit Valdis Valentina Valery Vasily Venkaiah Viktor Vikram Vinay Vinod Viktoria Vitali Vitaly Vladimir Volodymyr Vojislav Vyacheslav Wang Wen Wei Wole Wu Xavier Xi Xiao Xiaoping
Yair Yan Yang Yannis Yanis Yasser Yasuo Yasuhiro Yegor Yerlan Yevgeny Yi Ying Yitzhak Yoichi Yoko Yong Yoon Yoshihide Yoshihiko Yousef Youssef Yu Yukio Yulia Yuri Yuriko Yuriy Yury Yusuf
Zafar Zhang Zhao Zhou Zhu Zhen Zia Ziad Zine Zoran Zhanna Zhang Zuzana Zulfikar
Bill Bob Jim Joe Mike Dave Dick Tom Tim Dan Don Ron Ken Ben Sam Max Ted Ned Fred Greg Jeff Geoff Steve Stephen Steven Chuck Rick Rich Rob Bobby Billy Jimmy Tommy Danny Ronnie Kenny Johnny Eddie
Freddie Andy Tony Terry Larry Harry Barry Gary Jerry Rudy Randy Rand Mitt Newt Barack Hillary Chelsea Bernie Nancy Mitch Chris Matt Pat Pete Phil Ray Roy Russ Stan Stu Vince Walt Wes Will Zach
Abby Ali Amy Ann Anne Annie Barb Becky Beth Betsy Betty Carly Cathy Cheryl Christie Cindy Connie Debbie Debora Deb Dianne Dot Ellie Emma Fiona Gail Ginny Gwen Jackie Jan Jane Janet Jen
Jenny Jill Jo Joan Josie Judy Julie Kate Kathy Katie Kay Kelly Kim Kirsten Kristalina Kristi Kristin Kristine Laurie Linda Lisa Liz Lori Lynn Maggie Mandy Marge Megan Meg Molly Nan Nell Nina Norma Pam
Patty Peggy Penny Polly Rita Robin Rosie Ruth Sally Sandy Sheryl Sue Susan Suzy Tara Tess Theresa Tina Tracy Trish Val Vicki Wendy Yvonne Ashton Carlyle Angus Alastair Alistair Malcolm Nigel Keir Rory
Seamus Sean Siobhan Niamh Aoife Ciaran Eoin Eamon Padraig Declan Brendan Diarmuid Fergus Finbarr Micheal Leo Bertie Gerry Ruairi Sebastien Francois Francesca Jean-Claude Jean-Marie Jean-Luc Jean-Pierre Jean-Francois Jean-Paul Jean-Yves Jean-Michel
Christine Arnaud Frederic Herve Xavier Yves Thierry Cecile Segolene Benoit Bruno Edouard Gerard Guillaume Hubert Jacques Jerome Loic Luc Pascal Patrice Philippe Pierre Rachida Regis Remy Rene Stephane Vincent
Heinrich Helmut Horst Joachim Jochen Joerg Jörg Jürgen Juergen Karl-Theodor Karl-Heinz Klaus Lothar Manfred Norbert Otmar Peer Rainer Sigmar Torsten Ulrich Ursula Uwe Wolfgang Wilfried Heiko Guido Frank-Walter
Bjorn Sven Leif Lars Anders Jens Erna Mette Helle Morten Soren Stig Ulf Carl-Henric Goran Fredrik Hans Jan Joop Jeroen Geert Gerrit Wim Wouter Pieter Mark Ruud Nout Guy Herman Elio Didier
Cristina Nestor Mauricio Alberto Axel Dilma Aecio Fernando Guido Henrique Joaquim Marina Michel Eike Sergio Tarso Gerdau Hugo Nicolas Diosdado Henrique Rafael Ollanta Alan Alejandro Keiko Evo Rafael Lenin Sebastian Michelle Ricardo
Sifiso Cyril Jacob Julius Trevor Pravin Nhlanhla Tito Thabo Nelson Winnie Desmond Gwede Kgalema Zweli Siyabonga Malusi Mosebenzi Bheki Fikile Ebrahim Tendai Morgan Joice Robert Goodluck Olusegun Ngozi Lamido Aliko Muhammadu Yemi
"""
NOT_NAMES = """
April August June May January March Summer Autumn Winter Hope Faith Grace Joy Charity Prosper Divine Justice Prince Princess King Queen Duke Earl Baron Major General Judge
Paris London Florence Georgia Jordan Chad China India Israel Ireland Kenya Asia America Africa Brooklyn Austin Dallas Houston Madison Lincoln Washington Victoria Sydney Adelaide Vienna Verona Geneva Milan Carolina Dakota
Montana Savannah Virginia Alexandria Lourdes Santiago Cairo Petra Odessa Kingston Hamilton Wellington Santa San Saint Will Mark Bill Rich Frank Grant Chase Chance Art Drew Bud Buddy Gold Golden Silver Ruby Pearl Crystal Amber Jade
Sky River Star Sunny Stormy Rain Rose Lily Daisy Iris Ivy Olive Holly Heather Violet Happy Lucky Merit True Honest Dee Bank Gene Royal Sterling Price Christian Islam Guy Ray Page Sage Rocky Rusty Sandy Star Van
Long Young Man Son Tu So An Or In To No Do Day Mary-Jane Mercy Blessing Patience Gift Love Glory Favour Precious Goodness Success Peace Liberty Freedom Trinity Nation Wise
""".split()
KEEP = "Mark Bill Frank Grant Guy Ray Victoria Virginia Christian Gene Rose Heather Holly Grace Faith Hope Jordan Austin Drew Van Florence Lily Ruby Sandy Madison Chase Young Georgia Santiago".split()


def main() -> None:
    names = set(OWN.split())
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for attribute in vars(provider):
            if not attribute.startswith("first_names"):
                continue
            listed = getattr(provider, attribute)
            for name in listed if isinstance(listed, tuple | list | dict) else ():
                if all(ord(c) < 0x250 for c in name) and name.isalpha() and name.istitle() and 2 < len(name) < 12:
                    names.add(name)
    names -= set(NOT_NAMES) - set(KEEP)
    print("# First names of many cultures: evidence that a capitalised name is a person's.")
    print("# Source: the person providers of Faker (MIT, Copyright (c) 2012 Daniele Faraglia) and a list written for")
    print("# Backfile; built by tools/build_first_names.py. Licence: MIT.")
    print("class\twords")
    ordered = sorted(names)
    for at in range(0, len(ordered), 20):
        print("first\t" + "|".join(ordered[at : at + 20]))


if __name__ == "__main__":
    main()
